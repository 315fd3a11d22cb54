"""What changed since a day, as JSON and as an Atom feed."""

import datetime as dt
import xml.etree.ElementTree as ET
from typing import Any

import pytest
from fastapi.testclient import TestClient

from graph import KnowledgeGraph
from graph.catalogue.changes import CHANGES

SINCE = "2026-07-01"
ATOM = "{http://www.w3.org/2005/Atom}"


def items(client: TestClient, since: str) -> list[dict[str, Any]]:
    """Return the changes since a day."""
    response = client.get("/api/v1/changes", params={"since": since, "limit": "1000"})
    assert response.status_code == 200, response.text
    found: list[dict[str, Any]] = response.json()["items"]
    return found


def feed(client: TestClient, **parameters: str) -> ET.Element:
    """Return the feed; it is parsed, so that it is known to be XML."""
    response = client.get("/changes.atom", params=parameters)
    assert response.status_code == 200, response.text
    assert response.headers["content-type"] == "application/atom+xml"
    return ET.fromstring(response.content)  # noqa: S314  # our own answer


def texts(element: ET.Element, name: str) -> list[str]:
    """Return what the entries of a feed say under a name."""
    return [entry.findtext(ATOM + name, "") for entry in element.iter(f"{ATOM}entry")]


def test_a_release_names_what_it_upgraded(client: TestClient) -> None:
    """K3s v1.37.1+k3s1 followed v1.37.0+k3s1; versions before and after and the file that says so."""
    [row] = [row for row in items(client, SINCE) if row["id"] == "release/k3s/v1.37.1+k3s1"]
    assert (row["day"], row["kind"], row["previous"]) == ("2026-09-30", "release", "k3s/v1.37.0+k3s1")
    kine = next(each for each in row["upgrades"] if each["id"] == "kine")
    assert (kine["before"], kine["after"], kine["change"]) == (["v0.17.0"], ["v0.17.1"], "upgraded")
    assert row["sources"][0]["url"].startswith("https://github.com/")


def test_a_claim_that_began_or_ended_is_a_change(client: TestClient) -> None:
    """The change to Traefik in RKE2 is told by the claims that began on its day."""
    began = {row["id"]: row for row in items(client, "2026-05-01") if row["kind"] == "began"}
    said = [
        (row["day"], row["claim"]["value"]["id"]) for row in began.values() if row["subject"]["id"] == "rke2"
    ]
    assert ("2026-05-12", "traefik") in said


def test_what_nobody_recorded_further_is_no_departure(kg: KnowledgeGraph) -> None:
    """After the gap klipper-lb is unrecorded in K3s; it is nowhere said to have left."""
    ends = [
        (str(row.day), row.kind)
        for row in kg.answer(CHANGES, since="2021-06-19").items
        if row.claim and (row.subject.id, row.claim.value.id) == ("k3s", "klipper-lb")
    ]
    assert ends == [("2022-06-11", "unrecorded")]


def test_what_is_kept_of_long_ago_is_what_would_be_read(kg: KnowledgeGraph) -> None:
    """The list that is read once and the one of that day are the same."""
    day = dt.date(2025, 3, 1)
    kept, read = kg.changes(day), kg.answer(CHANGES, since=day.isoformat())
    assert kept == read
    assert kept.total > 100


def test_the_query_that_is_shown_finds_the_changes(kg: KnowledgeGraph) -> None:
    """Pasted elsewhere, with the day written in, it gives as many rows as the one that was run."""
    bound, written = kg.solve(CHANGES, since=SINCE)
    assert len(kg.query(written)) == len(bound.rows) > 0


def test_changes_begin_with_the_day_and_the_latest_comes_first(client: TestClient) -> None:
    """Nothing is older than `since`, nothing newer is left out when an earlier day is asked for."""
    some, more = items(client, "2026-08-11"), items(client, SINCE)
    assert {row["day"] for row in some} > {"2026-08-11"}
    assert min(row["day"] for row in some) == "2026-08-11"
    days = [row["day"] for row in more]
    assert days == sorted(days, reverse=True)
    assert some == [row for row in more if row["day"] >= "2026-08-11"]
    assert len(some) < len(more)


def test_the_feed_has_an_entry_for_each_change(client: TestClient) -> None:
    """They are the changes of the list, in their order, each with its day."""
    found = feed(client, since=SINCE)
    listed = items(client, SINCE)
    assert texts(found, "title") == [row["title"]["en"] for row in listed]
    assert texts(found, "updated") == [f"{row['day']}T00:00:00Z" for row in listed]


def test_every_entry_of_the_feed_has_a_moment(client: TestClient) -> None:
    """Each `updated` is a point in time as RFC 3339 writes it, and that of the feed is the latest."""
    found = feed(client, since=SINCE)
    moments = [dt.datetime.fromisoformat(text) for text in texts(found, "updated")]
    assert all(moment.utcoffset() == dt.timedelta(0) for moment in moments)
    assert dt.datetime.fromisoformat(found.findtext(f"{ATOM}updated", "")) == max(moments)


def test_ids_of_the_feed_are_unique_and_stay(client: TestClient) -> None:
    """An entry is called the same whatever was asked for, so that no reader shows it twice."""
    since, before = (feed(client, since=day) for day in (SINCE, "2026-01-01"))
    ids = texts(before, "id")
    assert len(set(ids)) == len(ids) > len(texts(since, "id")) > 0
    assert texts(since, "id") == ids[: len(texts(since, "id"))]
    assert texts(feed(client, since=SINCE, lang="zh"), "id") == texts(since, "id")


def test_the_entry_of_a_claim_leads_to_the_page_of_its_subject(client: TestClient) -> None:
    """The link of an entry is answered with a page."""
    links = [
        link.get("href", "")
        for entry in feed(client, since="2026-05-01").iter(f"{ATOM}entry")
        for category, link in zip(entry.iter(f"{ATOM}category"), entry.iter(f"{ATOM}link"), strict=True)
        if category.get("term") == "began"
    ]
    assert links
    page = client.get(links[0], headers={"accept": "text/html"}, follow_redirects=True)
    assert page.status_code == 200
    assert page.headers["content-type"].startswith("text/html")


def test_a_feed_without_changes_is_a_feed_still(client: TestClient) -> None:
    """It has no entry, but an id, a title and a moment."""
    found = feed(client, since=dt.datetime.now(dt.UTC).date().isoformat())
    assert texts(found, "id") == []
    assert all(found.findtext(ATOM + name) for name in ("id", "title", "updated"))


@pytest.mark.parametrize("path", ["/api/v1/changes", "/changes.atom"])
@pytest.mark.parametrize("since", ["nonsense", "2026-13-01", ""])
def test_a_day_that_is_none_is_refused(client: TestClient, path: str, since: str) -> None:
    """The problem names the parameter."""
    response = client.get(path, params={"since": since})
    assert response.status_code == 422
    assert response.json()["parameter"] == "since"
