"""The feed: what has changed, page by page. Reads the feeds and what was numbered; writes nothing."""

from collections.abc import Callable, Sequence
from typing import Any

from stagemarkt.composition.mutaties import MutatiesPorts
from stagemarkt.domain.changes.feed_reading import FeedPage, Numbered, is_line_expired, number_for, read_page
from stagemarkt.model.abonnement import AbonnementKey, Filter
from stagemarkt.model.errors import Bilingual, UnknownResource
from stagemarkt.ports.feed import FeedReader
from stagemarkt.web.handler import LambdaContext, entry
from stagemarkt.web.input import mutaties as questions
from stagemarkt.web.input.abonnementen import holder
from stagemarkt.web.input.questions import from_path
from stagemarkt.web.output import mutaties as rendering
from stagemarkt.web.output.abonnementen import uncached_json
from stagemarkt.web.request import Request
from stagemarkt.web.response import Response


def make_handler(ports: MutatiesPorts) -> Callable[[dict[str, Any], LambdaContext], dict[str, Any]]:
    """The handler over these ports."""

    def of_school(school: str) -> tuple[Callable[[int, int], Sequence[Numbered]], int]:
        def read(after: int, count: int) -> Sequence[Numbered]:
            return [Numbered(line.number, line) for line in ports.feed.read(school, after, count)]

        return read, ports.feed.stand(school)

    def of_abonnement(sleutel: AbonnementKey) -> tuple[Callable[[int, int], Sequence[Numbered]], int]:
        def read(after: int, count: int) -> Sequence[Numbered]:
            return [
                Numbered(one.volgnummer, one.regel) for one in ports.deliveries.read(sleutel, after, count)
            ]

        state = ports.deliveries.stand(sleutel)
        return read, 0 if state is None else state.counter

    def get_mutaties(request: Request) -> Response:
        now = ports.clock()
        question = questions.follow_query(request, now)
        if question.abonnement_id is None:
            read, state = of_school(request.school)
        else:
            sleutel = AbonnementKey(request.school, question.abonnement_id)
            holder(request).check(ports.abonnementen.read(sleutel))
            read, state = of_abonnement(sleutel)
        questions.refuse_ahead(question, state)
        after = question.after
        if question.vanaf is not None:
            after = state if question.vanaf == "nu" else number_for(read, state, question.vanaf, now)
        page = (
            read_page(read, state, after, question.fits, question.limit, now)
            if _has_any(ports.feed, request.school, question.filter)
            else FeedPage([], state, meer=False)
        )
        return rendering.feed_response(page, question, request, ports.event_source)

    def get_mutatie(request: Request) -> Response:
        plaats = ports.feed.search(from_path(request, "mutatieId"))
        lines = ports.feed.read(plaats.school, plaats.number - 1, 1) if plaats else []
        if (
            not lines
            or plaats is None
            or plaats.school != request.school
            or is_line_expired(lines[0], ports.clock())
        ):
            raise UnknownResource(
                Bilingual("Deze mutatie is er niet (meer).", "There is no such mutatie (any more).")
            )
        one = Numbered(plaats.number, lines[0])
        return uncached_json(rendering.as_event(one, ports.event_source, with_volgnummer=False))

    return entry({"geefMutaties": get_mutaties, "geefMutatie": get_mutatie})


def _has_any(feed: FeedReader, school: str, filter_: Filter) -> bool:
    """Whether there ever was something that fits: of what there was not, nothing is looked for."""
    code = next(iter(filter_.codes), None)
    return all(feed.has_heard(school, one, code) for one in filter_.leerbedrijf_ids)


handler = make_handler(MutatiesPorts())
