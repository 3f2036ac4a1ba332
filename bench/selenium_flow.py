"""The benchmark's flow by Selenium, written as a good user of it would.

ORIGIN=http://127.0.0.1:PORT ROUNDS=n PROOF=0|1 python selenium_flow.py → one line of JSON.
POLL is the pause between two looks of WebDriverWait, in seconds; Selenium's own default is 0.5.
"""

import json
import os
import time
import urllib.request

import selenium
from selenium import webdriver
from selenium.common.exceptions import (
    NoSuchElementException,
    NoSuchShadowRootException,
    StaleElementReferenceException,
)
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import POLL_FREQUENCY, WebDriverWait

ORIGIN = os.environ["ORIGIN"].rstrip("/")
ROUNDS = int(os.environ.get("ROUNDS", "15"))
PROOF = os.environ.get("PROOF") == "1"
SLUG = os.environ.get("SLUG", "ada-example")
NOTE = os.environ["NOTE"]
POLL = float(os.environ.get("POLL", POLL_FREQUENCY))

CARD = "main [componentkey$='Topcard']"
CONNECT = f"{CARD} a[href$='/preload/custom-invite/?vanityName={SLUG}']"
PENDING = f"{CARD} a:has(svg#clock-small)"
ADD_NOTE = "[data-test-modal-id='send-invite-modal'] button[aria-label='Add a note']"
TEXT = "textarea#custom-message"
SEND = "button[aria-label='Send invitation']"
NOT_YET = (NoSuchElementException, NoSuchShadowRootException, StaleElementReferenceException)


def shown(css):
    """The first visible and enabled element: the page holds hidden twins."""

    def look(driver):
        found = driver.find_elements(By.CSS_SELECTOR, css)
        return next((one for one in found if one.is_displayed() and one.is_enabled()), None)

    return look


def shown_in_dialog(css):
    """The same, inside the shadow root in which the dialog is drawn."""

    def look(driver):
        root = driver.find_element(By.CSS_SELECTOR, "#interop-outlet").shadow_root
        return shown(css)(root)

    return look


def flow(driver, wait):
    driver.get(f"{ORIGIN}/in/{SLUG}")
    wait.until(shown(CONNECT)).click()
    wait.until(shown_in_dialog(ADD_NOTE)).click()
    wait.until(shown_in_dialog(TEXT)).send_keys(NOTE)
    wait.until(shown_in_dialog(SEND)).click()
    wait.until(shown(PENDING))
    if PROOF:
        driver.refresh()
        wait.until(shown(PENDING))


def ask(path, method="GET"):
    request = urllib.request.Request(ORIGIN + path, method=method)
    with urllib.request.urlopen(request, timeout=10) as answer:
        return answer.read()


def verify():
    told = [(one["slug"], one["note"]) for one in json.loads(ask("/_log"))["invitations"]]
    if told != [(SLUG, NOTE)]:
        raise SystemExit(f"the sandbox was told something else: {[slug for slug, _ in told]}")


def start():
    options = webdriver.ChromeOptions()
    options.binary_location = os.environ.get("CHROMIUM", "/usr/bin/chromium")
    options.page_load_strategy = os.environ.get("PAGE_LOAD", "eager")
    flags = ["--headless=new", "--window-size=1280,900", "--disable-background-networking",
             "--disable-component-update", "--disable-sync", "--no-first-run", "--disable-default-apps",
             "--disable-back-forward-cache"]
    if os.getuid() == 0:
        flags.append("--no-sandbox")
    for flag in flags:
        options.add_argument(flag)
    service = webdriver.ChromeService(os.environ.get("CHROMEDRIVER", "/usr/bin/chromedriver"))
    return webdriver.Chrome(options=options, service=service)


def main():
    started = time.perf_counter()
    driver = start()
    start_ms = (time.perf_counter() - started) * 1000
    wait = WebDriverWait(driver, 10, poll_frequency=POLL, ignored_exceptions=NOT_YET)
    samples = []
    try:
        for _ in range(ROUNDS):
            driver.get("about:blank")
            ask("/_reset", "POST")
            begun = time.perf_counter()
            flow(driver, wait)
            samples.append(round((time.perf_counter() - begun) * 1000, 1))
            verify()
        window = driver.execute_script("return `${innerWidth}x${innerHeight}`")
    finally:
        driver.quit()
    print(json.dumps({"tool": f"selenium, poll {POLL:g} s", "version": selenium.__version__, "rounds": ROUNDS,
                      "proof": PROOF, "start_ms": round(start_ms), "window": window, "samples_ms": samples}))


main()
