"""``postrisk console``."""

import click
import uvicorn
from fastapi import FastAPI

from api.console.client import Api
from api.console.site import MOUNT, Site
from api.server import bind, url_of


@click.command("console")
@click.option(
    "--api", "api_url", required=True, help="URL of the score API, such as http://127.0.0.1:8000."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option("--port", default=8080, show_default=True, type=click.IntRange(0, 65535))
@click.option(
    "--https-cookie", is_flag=True, help="Send the cookie over HTTPS only: behind a TLS proxy."
)
def command(api_url: str, host: str, port: int, https_cookie: bool) -> None:  # noqa: FBT001  click's
    """Serve the reviewers' console as a process of its own.

    It is a client of the API and needs neither home nor database. Sessions are kept in memory only: after
    a restart everybody logs in again.
    """
    api = Api(api_url)
    listener = bind(host, port)
    site = Site(api, https_cookie=https_cookie)
    shown = FastAPI(
        openapi_url=None, docs_url=None, redoc_url=None, lifespan=lambda _app: site.lifespan()
    )
    site.mount_on(shown)
    click.echo(f"The console answers at {url_of(listener)}{MOUNT}/")
    config = uvicorn.Config(shown, access_log=False, log_config=None, server_header=False)
    uvicorn.Server(config).run(sockets=[listener])
