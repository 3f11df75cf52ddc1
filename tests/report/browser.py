"""A page in a real Chromium, driven by selenium: what it asked the network for, what its console said, where its marks are."""
import base64
import json
import os
import time

from selenium import webdriver
from selenium.webdriver.chrome.options import Options
from selenium.webdriver.chrome.service import Service


class Browser:
    def __init__(self, chromium, chromedriver):
        options = Options()
        options.binary_location = chromium
        flags = ["--headless=new", "--disable-gpu", "--hide-scrollbars", "--disable-dev-shm-usage", "--disable-background-networking",
                 "--disable-component-update", "--no-first-run"]
        if os.geteuid() == 0:
            flags.append("--no-sandbox")
        for flag in flags:
            options.add_argument(flag)
        options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
        self.driver = webdriver.Chrome(service=Service(chromedriver), options=options)

    def close(self):
        self.driver.quit()

    def look(self, width=1100, height=900, dark=False, scripts=True):
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride",
                                    {"width": width, "height": height, "deviceScaleFactor": 1, "mobile": width < 600})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia",
                                    {"features": [{"name": "prefers-color-scheme", "value": "dark" if dark else "light"}]})
        self.driver.execute_cdp_cmd("Emulation.setScriptExecutionDisabled", {"value": not scripts})

    def on_paper(self, width):
        """As it is laid out to be printed, so many pixels wide."""
        self.driver.execute_cdp_cmd("Emulation.setDeviceMetricsOverride", {"width": width, "height": 1000, "deviceScaleFactor": 1, "mobile": False})
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": "print"})
        self.run("window.dispatchEvent(new Event('beforeprint'))")

    def off_paper(self):
        self.run("window.dispatchEvent(new Event('afterprint'))")
        self.driver.execute_cdp_cmd("Emulation.setEmulatedMedia", {"media": ""})

    def open(self, path):
        """Loads the page; returns what the console said and what was asked for beside the page itself."""
        for kind in ("browser", "performance"):
            self.driver.get_log(kind)
        address = "file://" + str(path)
        self.driver.get(address)
        said = [entry["message"] for entry in self.driver.get_log("browser")]
        asked = []
        for entry in self.driver.get_log("performance"):
            message = json.loads(entry["message"])["message"]
            if message["method"] == "Network.requestWillBeSent" and message["params"]["request"]["url"] != address:
                asked.append(message["params"]["request"]["url"])
        return said, asked

    def run(self, script, *arguments):
        return self.driver.execute_script(script, *arguments)

    def first_paint(self, patience=5):
        """Milliseconds from the start of loading to the first text on the screen."""
        until = time.monotonic() + patience
        while time.monotonic() < until:
            entries = self.run("return performance.getEntriesByName('first-contentful-paint').map((entry) => entry.startTime)")
            if entries:
                return entries[0]
            time.sleep(0.02)
        raise AssertionError("nothing was painted")

    def click(self, selector):
        """As a keyboard does it."""
        self.run("document.querySelector(arguments[0]).focus()", selector)
        self.driver.switch_to.active_element.send_keys("\ue007")

    def shoot(self, path):
        size = self.run("return [document.documentElement.scrollWidth, document.documentElement.scrollHeight]")
        clip = {"x": 0, "y": 0, "width": size[0], "height": min(size[1], 15000), "scale": 1}
        shot = self.driver.execute_cdp_cmd("Page.captureScreenshot", {"captureBeyondViewport": True, "clip": clip})
        path.write_bytes(base64.b64decode(shot["data"]))
