"""Draw the pictures of docs/guides/workbench.md afresh: ``python tools/screenshots.py``, with Debian's chromium."""

from __future__ import annotations

import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from urllib.request import urlopen

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.support.ui import Select, WebDriverWait

ROOT = Path(__file__).resolve().parent.parent
IMAGES = ROOT / "docs" / "images"
PORT = 8397
URL = f"http://127.0.0.1:{PORT}"


class Page:
    """The workbench in a browser."""

    def __init__(self) -> None:
        options = webdriver.ChromeOptions()
        for argument in ("--headless=new", "--no-sandbox", "--disable-dev-shm-usage", "--window-size=1000,700"):
            options.add_argument(argument)
        options.binary_location = shutil.which("chromium") or ""
        self.driver = webdriver.Chrome(options=options, service=webdriver.ChromeService(shutil.which("chromedriver")))
        self.driver.get(URL)

    def click(self, selector: str) -> None:
        """Click on the first element of a selector."""
        self.driver.find_element(By.CSS_SELECTOR, selector).click()

    def until(self, selector: str) -> None:
        """Wait until there is an element."""
        WebDriverWait(self.driver, 30).until(lambda driver: driver.find_elements(By.CSS_SELECTOR, selector))

    def save(self, name: str) -> None:
        """Keep what is shown."""
        IMAGES.mkdir(exist_ok=True)
        self.driver.execute_script("window.scrollTo(0, 0)")
        self.driver.save_screenshot(str(IMAGES / f"{name}.png"))


def main() -> None:
    """Serve the knowledge of this checkout, walk through the page, and keep the pictures."""
    with tempfile.TemporaryDirectory() as folder:
        command = [str(Path(sys.executable).with_name("kb")), "serve", "--kb", str(ROOT / "knowledge"), "--no-watch"]
        ledger = f"sqlite:///{folder}/ledger.db"
        server = subprocess.Popen([*command, "--ledger", ledger, "--port", str(PORT)], stderr=subprocess.DEVNULL)  # noqa: S603 - our own command
        try:
            wait_for_server()
            draw()
        finally:
            server.terminate()
            server.wait()


def wait_for_server() -> None:
    """Wait until the service is ready."""
    for _ in range(300):
        try:
            urlopen(f"{URL}/readyz").close()  # noqa: S310 - this machine
        except OSError:
            time.sleep(0.2)
        else:
            return
    raise SystemExit("the service did not begin")


def draw() -> None:
    """Walk through the page."""
    page = Page()
    page.until("#example option:nth-child(3)")
    Select(page.driver.find_element(By.ID, "example")).select_by_visible_text("03-sex-reminder")
    page.until(".line")
    page.click("#judge")
    page.until(".reply")
    page.driver.find_element(By.CSS_SELECTOR, '[id$="-text"]').send_keys("病程记录已写明，患者为代取药")
    page.click(".reply button.main")
    page.until(".reply [role=status] p")
    page.save("workbench-order")
    page.click("#audit-go")
    page.until("#audit .outcome")
    page.click("#decision > p button.link")
    page.until("#hash")
    page.save("workbench-ledger")
    page.click('[data-tab="rules"]')
    page.until("#rule-list li")
    page.driver.find_element(By.ID, "rule-search").send_keys("门诊超量")
    page.click("#rule-list button")
    page.until("#rule p")
    page.save("workbench-rules")
    page.click("#rule > button")
    page.until("#graph-picture img")
    page.save("workbench-graph")
    page.driver.quit()


if __name__ == "__main__":
    main()
