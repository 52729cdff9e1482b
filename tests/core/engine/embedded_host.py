# Run inside embedding.c, by the text of this file: so it has no __file__, as code in QGIS has none.
import json
import os
import sys
import traceback

report = {"executable": sys.executable, "streams": [sys.stdin, sys.stdout, sys.stderr], "events": []}
where = json.loads(os.environ["EMBEDDING_WHERE"])
sys.path.insert(0, where["import"])
before = dict(os.environ), list(sys.path)


def listen(event):
    """Print, as native code of the host may at any time, to descriptors that it has closed itself."""
    report["events"].append(event["event"])
    for descriptor in (0, 1, 2):
        try:
            os.write(descriptor, b"rubbish\n")
            report["events"].append(f"descriptor {descriptor} leads somewhere")
        except OSError:
            pass


try:
    from tiled_raster.core import ClusterGenerator, FilterJob, MultiprocConfig
    from tiled_raster.core.engine.client import run_job

    for kind in where["kinds"]:
        config = MultiprocConfig(16, where["output"].format(kind=kind), cluster=ClusterGenerator(kind, 2))
        job = FilterJob(source=where["source"], config=config, filters=("max",), parameters={"size": 3})
        report[kind] = run_job(job.to_json(), listen, lambda: False)
    report["loaded"] = sorted({"rasterio", "scipy", "numpy"} & set(sys.modules))
    report["unchanged"] = before == (dict(os.environ), list(sys.path))
except BaseException:
    report["error"] = traceback.format_exc()
with open(where["report"], "w") as file:
    json.dump(report, file)
