"""Nobody is led to another site by an address of ours."""

import ast
import re
from collections.abc import Iterator

import pytest
from django.urls import reverse

from tests.architecture.test_project import ROOT
from tests.factories.orgs import make_org, make_user

pytestmark = pytest.mark.django_db
ELSEWHERE = [
    "https://evil.example/",
    "//evil.example/",
    "/\\evil.example",
    "javascript:alert(1)",
    "https:evil.example",
    "\thttps://evil.example",
]
LEADING = {"redirect", "HttpResponseRedirect"}
SENT = {"GET", "POST", "META", "headers", "COOKIES"}


@pytest.mark.parametrize("address", ELSEWHERE)
def test_after_login_one_stays_here(client, address):
    user = make_user(make_org())
    given = {"username": user.username, "password": "mima-Ceshi-1", "next": address}
    answer = client.post(reverse("login"), given)
    assert (answer.status_code, answer["Location"]) == (302, reverse("home"))


def test_an_endless_address_leads_to_the_login_all_the_same(client, error_log):
    answer = client.get(reverse("members:list"), {"q": "长" * 5000})
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('login')}?next={reverse('members:list')}")
    assert error_log == []


def test_after_login_one_comes_to_the_page_asked_for(client):
    user = make_user(make_org())
    wanted = f"{reverse('members:list')}?q=张"
    given = {"username": user.username, "password": "mima-Ceshi-1", "next": wanted}
    answer = client.post(reverse("login"), given)
    assert answer["Location"].startswith(reverse("members:list"))


def destinations(tree: ast.AST) -> Iterator[ast.expr]:
    """What is given to redirect() or HttpResponseRedirect(), wherever it is called."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", getattr(node.func, "attr", "")) in LEADING:
            yield from node.args


def comes_from_the_request(destination: ast.expr) -> bool:
    """What only decides between destinations of our own is none of them."""
    if isinstance(destination, ast.IfExp):
        return comes_from_the_request(destination.body) or comes_from_the_request(destination.orelse)
    return any(isinstance(node, ast.Attribute) and node.attr in SENT for node in ast.walk(destination))


def test_no_program_takes_its_destination_from_what_was_sent():
    sources = [path for folder in ("partywork", "summaries") for path in (ROOT / folder).rglob("*.py")]
    leading = [path for path in sources if re.search(r"[rR]edirect\(", path.read_text("utf-8"))]
    found = [
        f"{path.relative_to(ROOT)}:{destination.lineno}"
        for path in leading
        for destination in destinations(ast.parse(path.read_text("utf-8")))
        if comes_from_the_request(destination)
    ]
    assert found == []
    assert [path for path in sources if "HTTP_REFERER" in path.read_text("utf-8")] == []


@pytest.mark.parametrize(
    ("program", "expected"),
    [
        ("redirect(self.request.GET.get('next', '/'))", True),
        ("HttpResponseRedirect(request.headers['Referer'])", True),
        ("redirect(reverse('home'))", False),
        ("redirect('here' if 'x' in request.POST else 'there')", False),
        ("redirect('here' if fine else request.POST['there'])", True),
    ],
)
def test_a_planted_one_is_found(program, expected):
    assert [comes_from_the_request(each) for each in destinations(ast.parse(program))] == [expected]
