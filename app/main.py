"""For servers that want an application object: `uvicorn app.main:app`, set up by ENTENTE_ environment variables."""

from app import create_app

app = create_app()
