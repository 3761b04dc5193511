from msgspec.structs import replace

from tests.make import TODAY, a_wave_in


def test_each_task_is_held_against_the_six_clears(cli, cell):
    wave = a_wave_in(cell, "Đợt quý IV")
    assert "Chưa lập kế hoạch" in cli("plan", "check", "Đợt quý IV").out
    plan = cell.plans.save(replace(cell.plans.of(wave.id), name="Kế hoạch"))
    assert "chưa có nhiệm vụ" in cli("plan", "check", "Đợt quý IV").out
    cell.plans.save_task(cell.plans.new_task(plan, "Tăng cường tuyên truyền"))
    bare = cell.plans.save_task(
        cell.plans.new_task(
            plan,
            "Dọn đường",
            owner="Hoa",
            deadline=TODAY,
            responsibility="Tổ 1",
            product="Biên bản",
            authority="Chi bộ",
        )
    )
    cell.plans.save_task(replace(bare, id=cell._environment.new_id(), position=3, measure="3 buổi"))
    text = cli("plan", "check", "Đợt quý IV").out
    assert "thiếu rõ người, rõ thời gian, rõ trách nhiệm, rõ sản phẩm, rõ thẩm quyền" in text
    assert "chung chung" in text
    assert text.count("đủ 6 rõ") == 2
    assert text.count("đủ 6 rõ, chưa có thước đo") == 1
    said = cli.done("plan", "check", wave.id)
    assert said["exists"] is True
    assert [(len(task["missing"]), task["vague"], task["clear"]) for task in said["tasks"]] == [
        (5, True, False),
        (0, False, False),
        (0, False, True),
    ]
