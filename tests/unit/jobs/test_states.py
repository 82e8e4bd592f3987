"""The state machine's data is coherent by itself."""

from jobs.states import FINAL, LIVE, PRIORITY_RANK, VERBS, WAITING, Priority, Status


class TestVerbs:
    def test_are_listed_under_their_own_names(self):
        assert all(name == verb.name for name, verb in VERBS.items())

    def test_lead_into_every_state_and_out_of_every_state(self):
        entered = frozenset().union(*(verb.targets for verb in VERBS.values()))
        left = frozenset().union(*(verb.sources for verb in VERBS.values()))
        assert set(Status) == entered == left

    def test_leave_a_final_state_by_a_retry_or_prune_only(self):
        assert {"retry", "reopen", "reopen_by_hand", "prune"} == {
            name for name, verb in VERBS.items() if verb.sources & FINAL
        }


class TestStatus:
    def test_is_live_or_final(self):
        assert set(Status) == LIVE | FINAL
        assert not LIVE & FINAL
        assert LIVE == WAITING | {Status.PROCESSING}


class TestPriority:
    def test_has_a_rank_for_every_word(self):
        assert set(Priority) == set(PRIORITY_RANK)
