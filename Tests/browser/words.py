"""What the page says, from the client's own files of words: those of its sentences that hold no name or number."""

import functools
import json
import subprocess
from pathlib import Path

FOLDER = Path(__file__).parents[2] / "Sources/SnugWeb/client/words"


@functools.cache
def words(language):
    said = subprocess.run(
        ["node", "--input-type=module", "--eval", f"""
            import {{ words }} from {json.dumps(f"{FOLDER}/{language}.js")};
            import {{ words as door }} from {json.dumps(f"{FOLDER}/door/{language}.js")};
            import {{ words as invite }} from {json.dumps(f"{FOLDER}/invite/{language}.js")};
            import {{ words as admin }} from {json.dumps(f"{FOLDER}/admin-{language}.js")};
            import {{ words as beside }} from {json.dumps(f"{FOLDER}/pages-{language}.js")};
            import {{ words as talk }} from {json.dumps(f"{FOLDER}/talk-{language}.js")};
            import {{ words as search }} from {json.dumps(f"{FOLDER}/search/{language}.js")};
            import {{ words as account }} from {json.dumps(f"{FOLDER}/account-{language}.js")};
            console.log(JSON.stringify({{ ...words, ...door, ...invite, ...admin, ...beside, ...talk, ...search, ...account }}))"""],
        check=True, capture_output=True, text=True)
    return json.loads(said.stdout)
