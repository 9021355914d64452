"""What several figures ask alike is looked up once, and never kept longer than the evaluation."""

from partywork.measures.once import once_an_evaluation, one_evaluation


def test_asked_once_inside_and_anew_outside():
    asked = []

    @once_an_evaluation
    def look_up(what):
        asked.append(what)
        return len(asked)

    assert (look_up("a"), look_up("a")) == (1, 2)
    with one_evaluation():
        assert (look_up("a"), look_up("b"), look_up("a")) == (3, 4, 3)
        with one_evaluation():
            assert look_up("a") == 3
        assert look_up("b") == 4
    assert look_up("a") == 5
