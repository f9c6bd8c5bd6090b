"""What one person does with the app, and what the browser noticed meanwhile."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.async_api import Browser, BrowserContext, ConsoleMessage, Dialog, Error, Frame, Page, expect

from access_stores import PASSWORD

PATIENCE = 20_000
"""Milliseconds that something may take on a machine that several test workers share."""
expect.set_options(timeout=PATIENCE)

_MAY_BE_SIGNED_IN = """
if (!sessionStorage.getItem('entered')) {
  sessionStorage.setItem('entered', 'once');
  localStorage.setItem('paillasse-session', 'in');
}
"""
"""The app asks for the session of its cookie only where it left this mark."""

_OF_THE_BROWSER = ("data:", "blob:", "about:")
_LAID_OUT_LATER = "ResizeObserver loop"
"""Chromium's word for a layout that settles one frame later: no script failed."""


@dataclass
class Visit:
    """A profile of the browser with one tab."""

    context: BrowserContext
    page: Page
    origin: str
    addresses: list[str] = field(default_factory=list[str])
    """What was asked for, in order."""
    troubles: list[str] = field(default_factory=list[str])
    """Dialogs, scripts that failed, and what the policy of the server forbade."""
    leaving: bool = False
    """Another address is being loaded: what the page before it was at is broken off, and some of it fails."""

    async def enter(self, name: str, password: str = PASSWORD) -> None:
        """Sign in without the page: the cookie is there when the app starts."""
        body = {"name": name, "password": password, "in_cookie": True}
        signed_in = await self.context.request.post(f"{self.origin}/api/v1/auth/sign-in", data=body)
        assert signed_in.ok, await signed_in.text()
        await self.context.add_init_script(_MAY_BE_SIGNED_IN)

    async def sign_in(self, name: str, password: str = PASSWORD) -> None:
        """Fill in the form that is there, as people do; it may hold the name already."""
        await self.page.locator("input[name=username]").fill(name)
        await self.page.locator("input[name=password]").fill(password)
        await self.page.locator("input[name=password]").press("Enter")

    async def open(self, path: str) -> None:
        """Load the app at an address, as from a bookmark, until a page stands there."""
        self.leaving = True
        await self.page.goto(f"{self.origin}{path}")
        await expect(self.page.get_by_role("heading").first).to_be_visible()

    async def ask(self, question: str, box: str = "Your question") -> None:
        """Ask, and wait for the whole answer."""
        await self.page.get_by_label(box).fill(question)
        await self.page.get_by_label(box).press("Enter")
        await self.page.wait_for_url("**/conversations/**")
        await expect(self.page.locator("article", has_text=question).last).to_be_visible()

    def sources(self) -> Any:
        """The numbers behind sentences, each of which opens a page."""
        return self.page.get_by_role("button", name="Source ")

    def strangers(self) -> list[str]:
        """Addresses elsewhere that were asked for."""
        return [address for address in self.addresses if not address.startswith((f"{self.origin}/", *_OF_THE_BROWSER))]

    def assert_clean(self) -> None:
        """Nothing was sent anywhere else, nothing failed, no policy was broken."""
        assert self.strangers() == []
        assert not self.troubles, self.troubles

    def notice(self) -> None:
        """Begin to take notes."""

        async def dismissed(dialog: Dialog) -> None:
            self.troubles.append(f"dialog: {dialog.message}")
            await dialog.dismiss()

        def heard(message: ConsoleMessage) -> None:
            if "Content Security Policy" in message.text or "CSP" in message.text:
                self.troubles.append(message.text)

        self.context.on("request", lambda request: self.addresses.append(request.url))

        def failed(error: Error) -> None:
            if not self.leaving and _LAID_OUT_LATER not in error.message:
                self.troubles.append(f"script: {error}")

        def arrived(frame: Frame) -> None:
            if frame == self.page.main_frame:
                self.leaving = False

        self.page.on("pageerror", failed)
        self.page.on("framenavigated", arrived)
        self.page.on("dialog", dismissed)
        self.page.on("console", heard)


Visiting = Callable[..., AbstractAsyncContextManager[Visit]]
"""Begins a visit on the server of the tests."""


@asynccontextmanager
async def visiting(browser: Browser, origin: str, **options: Any) -> AsyncIterator[Visit]:
    """A profile of its own until the block ends; in English, light, 1280 wide unless said otherwise."""
    plain: dict[str, Any] = {"locale": "en-GB", "color_scheme": "light", "viewport": {"width": 1280, "height": 800}}
    context = await browser.new_context(**(plain | {"reduced_motion": "reduce"} | options))
    context.set_default_timeout(PATIENCE)
    visit = Visit(context, await context.new_page(), origin)
    visit.notice()
    yield visit
    await context.close()
