"""What there is of AWS for the functions: each under its logical ID in `template.yaml`."""

from typing import Final

from stagemarkt import settings
from stagemarkt.composition.needs import Resource

ANSWERS: Final = Resource("dynamodb", "Antwoorden", settings.answer_table)
TOEGANG: Final = Resource("dynamodb", "Toegang", settings.toegang_table)
WAARNEMINGEN: Final = Resource("dynamodb", "Waarnemingen", settings.sightings_table)
AUDIT: Final = Resource("dynamodb", "Audit", settings.audit_table)
MUTATIES: Final = Resource("dynamodb", "Mutaties", settings.mutatie_table)
ABONNEMENTEN: Final = Resource("dynamodb", "Abonnementen", settings.abonnement_table)
UITGAAND: Final = Resource("dynamodb", "Uitgaand", settings.outgoing_table)
WACHTEND: Final = Resource("dynamodb", "Uitgaand/index/Wachtend", settings.outgoing_table)
WEKKERS: Final = Resource("dynamodb", "Uitgaand/index/Wekkers", settings.outgoing_table)

VERVERSINGEN: Final = Resource("sqs", "Verversingen", settings.refresh_queue)
VERWERKING: Final = Resource("sqs", "Verwerking", settings.processing_queue)
AFLEVERING: Final = Resource("sqs", "Aflevering", settings.delivery_queue)
# Of subscribers: each says by its own policy whom it lets in, and an abonnement says where it is.
QUEUES_OF_OTHERS: Final = Resource("sqs", "*", None)
KEYS_OF_OTHERS: Final = Resource("kms", "*", None)

WARNINGS: Final = Resource("sns", "Waarschuwingen", settings.warnings_topic)

PEPPER: Final = Resource("secretsmanager", "Peper", settings.pepper_secret)
SCHOOL_SECRETS: Final = Resource("secretsmanager", "school/*", settings.secrets_prefix)
SBB_SECRET: Final = Resource("secretsmanager", "sbb", settings.secrets_prefix)
# Their names, of which AWS knows no list of some.
ALL_SECRETS: Final = Resource("secretsmanager", "*", settings.secrets_prefix)
