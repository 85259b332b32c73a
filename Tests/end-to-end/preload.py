"""Libraries for LD_PRELOAD, compiled from the C beside the tests."""

import shutil
import subprocess


def build(source, folder):
    """The path of the library."""
    library = folder / source.with_suffix(".so").name
    compiler = shutil.which("cc") or shutil.which("clang")
    subprocess.run(
        [compiler, "-std=gnu11", "-Wall", "-Wextra", "-Werror", "-O1", "-shared", "-fPIC", "-o", library, source],
        check=True)
    return library
