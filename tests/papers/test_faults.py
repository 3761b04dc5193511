from qtapp.papers.faults import Fault


def test_a_fault_has_no_repair_unless_one_is_given():
    assert Fault(rule="2.1", sentence="Sai.").repair is None
