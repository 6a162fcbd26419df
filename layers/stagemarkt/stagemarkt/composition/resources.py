"""What there is of AWS for the functions: each under its logical ID in `template.yaml`."""

from typing import Final

from stagemarkt import settings
from stagemarkt.composition.needs import Resource

ANTWOORDEN: Final = Resource("dynamodb", "Antwoorden", settings.antwoordtabel)
TOEGANG: Final = Resource("dynamodb", "Toegang", settings.toegangtabel)
WAARNEMINGEN: Final = Resource("dynamodb", "Waarnemingen", settings.waarnemingentabel)
AUDIT: Final = Resource("dynamodb", "Audit", settings.audittabel)
MUTATIES: Final = Resource("dynamodb", "Mutaties", settings.mutatietabel)
ABONNEMENTEN: Final = Resource("dynamodb", "Abonnementen", settings.abonnementtabel)
UITGAAND: Final = Resource("dynamodb", "Uitgaand", settings.uitgaandtabel)
WACHTEND: Final = Resource("dynamodb", "Uitgaand/index/Wachtend", settings.uitgaandtabel)
WEKKERS: Final = Resource("dynamodb", "Uitgaand/index/Wekkers", settings.uitgaandtabel)

VERVERSINGEN: Final = Resource("sqs", "Verversingen", settings.verversrij)
VERWERKING: Final = Resource("sqs", "Verwerking", settings.verwerkrij)
AFLEVERING: Final = Resource("sqs", "Aflevering", settings.afleverrij)
# Of subscribers: each says by its own policy whom it lets in, and an abonnement says where it is.
QUEUES_OF_OTHERS: Final = Resource("sqs", "*", None)
KEYS_OF_OTHERS: Final = Resource("kms", "*", None)

WAARSCHUWINGEN: Final = Resource("sns", "Waarschuwingen", settings.waarschuwingenonderwerp)

PEPER: Final = Resource("secretsmanager", "Peper", settings.pepergeheim)
SCHOOL_SECRETS: Final = Resource("secretsmanager", "school/*", settings.geheimenvoorvoegsel)
SBB_SECRET: Final = Resource("secretsmanager", "sbb", settings.geheimenvoorvoegsel)
# Their names, of which AWS knows no list of some.
ALL_SECRETS: Final = Resource("secretsmanager", "*", settings.geheimenvoorvoegsel)
