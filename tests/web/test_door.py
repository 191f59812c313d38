"""The door: who is turned away, what is refused, what the page may load."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from exitban.explore import Studio
from exitban.web import Door, application
from exitban.web.door import HEADERS, STRANGE_NAME
from tests.explore.small import TEXT, studio


@pytest.fixture(scope="module")
def warm(tmp_path_factory: pytest.TempPathFactory) -> Studio:
    return studio(tmp_path_factory.mktemp("warm"))


@pytest.fixture(scope="module")
def client(warm: Studio) -> Iterator[TestClient]:
    yield TestClient(application(warm, Door()), base_url="http://127.0.0.1:8000")


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1.evil.example", "", "[::1", "10.0.0.1:8000"])
def test_a_foreign_name_is_turned_away_everywhere(client: TestClient, host: str) -> None:
    for path in ("/", "/api/about", "/api/run", "/assets/x.js"):
        refused = client.get(path, headers={"host": host})
        assert (refused.status_code, refused.json()["error"]) == (400, STRANGE_NAME)


@pytest.mark.parametrize("host", ["localhost", "localhost:1234", "127.0.0.1", "[::1]:80", "LOCALHOST"])
def test_this_machine_comes_in(client: TestClient, host: str) -> None:
    assert client.get("/api/about", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    ("host", "reached", "comes_in"),
    [
        ("10.0.0.5:8000", "10.0.0.5", True),
        ("10.0.0.5:8000", "::ffff:10.0.0.5", True),
        ("[fe80::1]:8000", "fe80::1%eth0", True),
        ("[FE80:0::1]:8000", "fe80::1", True),
        ("10.0.0.6:8000", "10.0.0.5", False),
        ("evil.example", "10.0.0.5", False),
    ],
)
def test_a_door_to_all_addresses_is_known_by_the_one_at_which_it_is_reached(
    host: str, reached: str, comes_in: bool
) -> None:
    everywhere = Door(everywhere=True)
    assert (everywhere.refuses(host, "", "", reached) == "") == comes_in
    assert everywhere.refuses(host, "http://evil.example", "", reached) != ""
    assert "not known here" in Door().refuses(host, "", "", reached)


def test_a_name_that_is_turned_away_is_told_how_it_can_be_let_in(client: TestClient) -> None:
    assert "--allow-host" in client.get("/", headers={"host": "lab.example"}).json()["error"]


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://["},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "same-site"},
    ],
)
def test_another_page_may_not_ask(client: TestClient, headers: dict[str, str]) -> None:
    refused = client.get("/api/about", headers=headers)
    assert refused.status_code == 403
    assert "access-control-allow-origin" not in refused.headers


def test_every_answer_forbids_what_comes_from_elsewhere(client: TestClient) -> None:
    for path in ("/", "/api/about", "/api/nothing", "/api/run?seed=x"):
        policy = client.get(path).headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert client.get(path).headers["x-content-type-options"] == "nosniff"


@pytest.mark.parametrize(
    ("question", "words"),
    [
        ("runs=0", "a whole number from 1 to 20"),
        ("runs=100000", "a whole number from 1 to 20"),
        ("runs=1e3", "a whole number"),
        ("set.policies.ban.strength=nan", "a finite number"),
        ("set.policies.ban.strength=1e999", "a finite number"),
        ("policy=nobody", "no policy is called"),
        ("what=ever", "nothing called 'what'"),
    ],
)
def test_a_question_that_makes_no_sense_is_told_why(client: TestClient, question: str, words: str) -> None:
    refused = client.get(f"/api/run?{question}")
    assert refused.status_code == 400
    assert words in refused.json()["error"]


def test_only_looking_is_allowed(client: TestClient) -> None:
    assert {client.request(method, "/api/run").status_code for method in ("POST", "PUT", "DELETE")} == {405}


@pytest.mark.parametrize(
    "path", ["/assets/../app.py", "/assets/%2e%2e/app.py", "/assets//etc/passwd", "/api/../../x", "/small.yaml"]
)
def test_no_file_is_read_by_name(client: TestClient, path: str) -> None:
    assert client.get(path).status_code == 404


def test_an_endless_address_is_refused(client: TestClient) -> None:
    assert client.get(f"/api/run?{'x=1&' * 3000}").status_code == 414


def test_a_key_is_asked_for_where_others_can_reach_it(warm: Studio) -> None:
    away = TestClient(application(warm, Door(frozenset({"lab"}), key="s3cret")), base_url="http://lab")
    assert [away.get(path).status_code for path in ("/api/about", "/api/about?key=wrong")] == [403, 403]
    assert away.get("/api/about?key=s3cret").status_code == 200
    assert away.get("/api/run?key=s3cret&runs=20&policy=ban").status_code == 200


def test_strangers_get_numbers_and_no_report(warm: Studio) -> None:
    public = TestClient(application(warm, Door(read_only=True)), base_url="http://127.0.0.1")
    assert public.get("/api/run?runs=20").status_code == 200
    refused = public.get("/api/export?as=html&runs=20")
    assert refused.status_code == 400
    assert "exitban run small" in refused.json()["error"] or "exitban run office" in refused.json()["error"]


def test_the_report_button_gives_the_report_of_the_worlds_that_are_seen(client: TestClient) -> None:
    chosen = "policy=ban&set.policies.ban.strength=0.5&runs=20"
    report = client.get(f"/api/export?as=html&{chosen}")
    assert report.status_code == 200
    assert "attachment" in report.headers["content-disposition"]
    assert "policies.ban.strength=0.5" in report.text
    assert "in 20 simulated worlds" in report.text or "20 worlds" in report.text
    assert "<script" not in report.text


def test_a_second_report_waits_until_the_first_is_done(warm: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    told = TestClient(application(warm, Door()), base_url="http://127.0.0.1")
    others: list[int] = []

    def asks_for_another(*_: object) -> tuple[str, bytes]:
        others.append(told.get("/api/export?as=html&runs=20").status_code)
        return "report.html", b"<p>done"

    monkeypatch.setattr("exitban.explore.questions.file_of", asks_for_another)
    assert told.get("/api/export?as=html&runs=20").status_code == 200
    assert others == [503]


def test_a_fault_of_the_program_is_told_without_its_insides(warm: Studio, monkeypatch: pytest.MonkeyPatch) -> None:
    def fails(*_: object) -> None:
        raise RuntimeError("the insides")

    monkeypatch.setattr("exitban.explore.questions.about", fails)
    broken = TestClient(application(warm, Door()), base_url="http://127.0.0.1", raise_server_exceptions=False)
    told = broken.get("/api/about")
    assert told.status_code == 500
    assert "insides" not in told.text
    assert "fault" in told.json()["error"]
    assert {name: told.headers.get(name) for name in HEADERS} == HEADERS


def test_addresses_that_are_no_web_addresses_are_no_links(client: TestClient) -> None:
    claims = {one["name"]: one["sources"][0]["address"] for one in client.get("/api/about").json()["claims"]}
    assert claims == {"sickness": "https://example.org/doctor", "health": ""}


def test_files_hold_what_the_page_shows(client: TestClient) -> None:
    chosen = "policy=ban&set.policies.ban.strength=0.5&runs=20"
    shown = client.get(f"/api/run?{chosen}").json()
    table = client.get(f"/api/export?as=csv&{chosen}")
    last = table.text.splitlines()[-1].split(",")
    assert last[0] == "ban"
    assert [float(one) for one in last[3:8]] == [
        shown["chosen"]["bands"][q][-1] for q in ("q05", "q25", "q50", "q75", "q95")
    ]
    assert [float(one) for one in last[8:13]] == [
        shown["chosen"]["against"]["bands"][q][-1] for q in ("q05", "q25", "q50", "q75", "q95")
    ]
    name = table.headers["content-disposition"]
    assert "exitban-office-ban-" in name
    parquet = client.get(f"/api/export?as=parquet&{chosen}")
    assert parquet.content[:4] == b"PAR1"


def test_the_same_address_gives_the_same_numbers(client: TestClient) -> None:
    address = "/api/run?policy=decree&runs=20&seed=5&claim.health=true"
    first = client.get(address).json()
    client.get("/api/run?policy=ban&runs=20")
    assert client.get(address).json() == first


def test_a_scenario_comes_in_and_is_explored(warm: Studio) -> None:
    own = TestClient(application(warm, Door()), base_url="http://127.0.0.1")
    text = TEXT.replace("title: An office", "title: Another office")
    mark = own.post("/api/open", content=text).json()["scenario"]
    assert own.get(f"/api/about?scenario={mark}").json()["title"] == "Another office"
    assert own.get(f"/api/run?scenario={mark}&policy=ban&runs=20").status_code == 200
    assert own.get("/api/run?scenario=unknown").status_code == 400
    assert own.post("/api/open", content="x" * 10_000_000).status_code == 400
    assert own.post("/api/open", content=text, headers={"origin": "https://evil.example"}).status_code == 403
    public = TestClient(application(warm, Door(read_only=True)), base_url="http://127.0.0.1")
    assert public.post("/api/open", content=text).status_code == 400
