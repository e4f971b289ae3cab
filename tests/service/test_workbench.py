"""The workbench in a browser: an order, its decision, the answer to a reminder, the record, the audit, rules, the graph."""

from __future__ import annotations

import json
import shutil
import subprocess
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from selenium import webdriver
from selenium.webdriver.common.action_chains import ActionChains
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support.ui import Select, WebDriverWait

from tests.service.serving import KB, Server, event_of, write_base

pytestmark = pytest.mark.system("chromium", "chromedriver")
RULE = "clinical.use.sex"
MARKUP = '<img src=x onerror="document.title=1">'
NAMELESS = """return [...document.querySelectorAll("input, select, textarea, button")].filter((one) =>
  !one.closest("[hidden]") && !one.labels?.length && !one.getAttribute("aria-label") && !one.textContent.trim()
).map((one) => one.outerHTML)"""


class Browser:
    """One page, and what a person does on it."""

    def __init__(self) -> None:
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1400,1000"):
            options.add_argument(argument)
        options.binary_location = shutil.which("chromium") or ""
        options.set_capability("goog:loggingPrefs", {"browser": "ALL"})
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))

    def __call__(self, selector: str) -> WebElement:
        return self.driver.find_element(By.CSS_SELECTOR, selector)

    def until(self, selector: str, text: str) -> str:
        """Wait until an element shows a text, and return all it shows."""
        self.wait(lambda: text in self(selector).text)
        return self(selector).text

    def wait(self, done: Callable[[], bool]) -> None:
        WebDriverWait(self.driver, 30, 0.05, ignored_exceptions=(Exception,)).until(lambda _: done())

    def focused(self, attribute: str) -> str | None:
        return self.driver.switch_to.active_element.get_attribute(attribute)

    def example(self, name: str) -> None:
        Select(self("#example")).select_by_visible_text(name)
        self.until("#lines", "编码")

    def judge(self, outcome: str) -> str:
        """Judge, and return the decision when it shows an outcome."""
        self.driver.execute_script("document.getElementById('decision').replaceChildren()")
        self("#judge").click()
        self.until("#decision .outcome", outcome)
        return self("#decision").text


@dataclass(frozen=True)
class Desk:
    """A browser before a service that demands a token, and the token."""

    browser: Browser
    server: Server
    token: str


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory, root: Path) -> Iterator[Desk]:
    folder = tmp_path_factory.mktemp("desk")
    made = subprocess.run([KB, "token", "desk"], check=True, capture_output=True, text=True)
    (folder / "tokens").write_text(made.stdout, encoding="utf-8")
    examples = folder / "examples"
    examples.mkdir()
    event = event_of("order", "desk", diagnoses=[{"id": "1", "code": "N92.0"}])
    event["lines"].append({**event["lines"][0], "id": "L2", "code": "XA01BAZ061Z007010279543", "name": MARKUP})
    (examples / "reminder.json").write_text(json.dumps(event), encoding="utf-8")
    shutil.copy(root / "examples" / "03-sex-reminder.json", examples)
    options = ("--tokens", str(folder / "tokens"))
    server = Server(write_base(folder / "base"), f"sqlite:///{folder}/ledger.db", *options, log=folder / "log")
    browser = Browser()
    yield Desk(browser, server, made.stderr.split()[-1])
    browser.driver.quit()
    server.stop()


@pytest.fixture
def browser(desk: Desk) -> Browser:
    """The page as it begins, the token entered."""
    desk.browser.driver.get(desk.server.url)
    if not desk.browser.driver.execute_script("return sessionStorage.getItem('token')"):
        desk.browser.until("#trouble", "需要令牌")
        assert desk.browser.focused("id") == "token"
        desk.browser("#token").send_keys(desk.token, Keys.ENTER)
    desk.browser.until("#example", "reminder")
    return desk.browser


def test_an_order_a_reminder_its_answer(browser: Browser) -> None:
    assert not browser("#trouble").is_displayed()
    assert browser("html").get_attribute("lang") == "zh-CN"
    browser.example("reminder")
    assert browser("#f-diagnoses").get_attribute("value") == "N92.0"
    assert browser.driver.execute_script(NAMELESS) == []
    said = browser.judge("提醒")
    assert browser.focused("id") == "answer"
    assert "判断完成：提醒，1项提示" in browser("#status").text
    for part in ("宫内节育系统限女性使用", "涉及金额", "100.00 元", "《说明书》适应症", "差在", "patient.sex", RULE):
        assert part in said
    assert MARKUP in said, "a name is text"

    browser('[id$="-text"]').send_keys("头痛")
    Select(browser('[id$="-reason"]')).select_by_value("text")
    browser(".reply button.main").click()
    browser.until(".reply [role=status]", "理由过短")
    assert "病历记录的特殊情况" in browser('[id$="-reason"]').text
    Select(browser('[id$="-reason"]')).select_by_value("documented_exception")
    browser(".reply button.main").click()
    browser.until(".reply [role=status]", "理由已采纳")
    Select(browser("#f-phase")).select_by_value("settle")
    assert "理由已成立" in browser.judge("通过")
    assert browser.driver.execute_script(NAMELESS) == []


def test_a_line_by_hand_the_audit_and_the_record(desk: Desk, browser: Browser) -> None:
    Select(browser("#f-sex")).select_by_value("male")
    browser("#add-line").click()
    browser(".line .code input").send_keys("XG02BAZ061Z007010279543", Keys.TAB, "环")
    browser.judge("提醒")
    browser("#audit-go").click()
    browser.until("#audit", "事后审核结论")
    assert "待核查" in browser("#audit").text
    browser("#decision > p button.link").click()
    browser.until("#ledger-record", "哈希与内容相符")
    number = browser("#ledger-number").get_attribute("value")
    record = desk.server.client.get(f"/v1/ledger/{number}", headers={"Authorization": f"Bearer {desk.token}"}).json()
    assert browser("#hash").text == record["hash"]


def test_rules_and_the_graph(browser: Browser) -> None:
    browser('[data-tab="rules"]').click()
    browser.until("#rule-count", "1 / 1")
    browser("#rule-search").send_keys("没有这样的词")
    browser.until("#rule-count", "0 / 1")
    browser("#rule-search").clear()
    browser("#rule-search").send_keys("性别")
    browser.until("#rule-list", "药品区分性别使用")
    browser("#rule-list button").click()
    browser.until("#rule", "适应症")
    browser("#rule button").click()
    browser.until("#graph-status", RULE)
    browser.until("#graph-list", "drugs.sex_limits")
    wide = "return document.querySelector('#graph-picture img')?.naturalWidth ?? 0"
    browser.wait(lambda: browser.driver.execute_script(wide) > 100)


def test_what_is_wrong_is_told_in_both_languages(browser: Browser) -> None:
    ActionChains(browser.driver).send_keys(Keys.TAB).perform()
    assert browser.focused("class") == "skip"
    browser("summary").click()
    browser("#json").clear()
    browser("#json").send_keys("{")
    browser("#judge").click()
    browser.until("#trouble", "报文不是有效的JSON")
    browser.example("03-sex-reminder")
    browser.wait(lambda: browser("#f-sex").get_attribute("value") == "female")
    browser("#language").click()
    browser.until("h1", "workbench")
    assert browser("html").get_attribute("lang") == "en"
    assert browser("#judge").text == "Judge"
    # of all that was done in this page, nothing was blocked and nothing failed but the first question without a token
    told = [line["message"] for line in browser.driver.get_log("browser")]
    assert [line for line in told if "401" not in line] == []
