"""What is in deploy: manifests that fit the schemas, each other and the service, and a unit of systemd."""

import ipaddress
import re
import shutil
import subprocess
import tomllib
from pathlib import Path

import kubernetes_validate
import pytest
import yaml
from fastapi.testclient import TestClient

from cli.main import build_parser, main
from tests.support.kustomize import (
    READ,
    Manifest,
    WrongError,
    built,
    containers,
    copied,
    identity,
)
from tests.support.kustomize import pods as pods_of

ROOT = Path(__file__).parents[2]
DEPLOY = ROOT / "deploy"
FOLDER = DEPLOY / "kubernetes"
SETTINGS = tomllib.loads((ROOT / "docs" / "settings.toml").read_text("utf-8"))
RUNNING = (ROOT / "docs" / "how-to" / "run-a-server.md").read_text("utf-8")
MINORS = ("1.32", "1.34", "1.36", "1.37")
"""The first is the oldest in which a hook may sleep by default."""
NAME = "app.kubernetes.io/name"
UNIT = (DEPLOY / "distrograph.service").read_text("utf-8")
VERIFY = shutil.which("systemd-analyze")
KUBECTL = shutil.which("kubectl")
APPLIED = {folder: built(FOLDER / folder) for folder in ("base", "snapshots", "server")}
"""What is applied, by the folder that is named to `kubectl apply -k`."""
EACH = [(folder, each) for folder, found in APPLIED.items() for each in found]
PODS = [(folder, pod) for folder, each in EACH for pod in pods_of(each)]


def of(kind: str, folder: str = "base") -> Manifest:
    """Return the manifest of a kind."""
    (found,) = [each for each in APPLIED[folder] if each["kind"] == kind]
    return found


def serving(folder: str = "base") -> Manifest:
    """Return the container that serves."""
    (found,) = of("Deployment", folder)["spec"]["template"]["spec"]["containers"]
    assert isinstance(found, dict)
    return found


def publishing(folder: str) -> Manifest:
    """Return the container that publishes."""
    (found,) = containers(of("CronJob", folder))
    return found


def settings(container: Manifest) -> dict[str, str]:
    """Return the environment of a container, as far as it is written down."""
    return {each["name"]: each["value"] for each in container["env"]}


@pytest.mark.parametrize("minor", MINORS)
@pytest.mark.parametrize(
    ("folder", "manifest"), EACH, ids=lambda each: each if isinstance(each, str) else each["kind"]
)
def test_it_fits_the_schema(folder: str, manifest: Manifest, minor: str) -> None:
    kubernetes_validate.validate(manifest, minor, strict=True)
    assert manifest in APPLIED[folder]


def test_a_mistake_would_be_found() -> None:
    wrong = copied(of("Deployment"))
    wrong["spec"]["replicaz"] = 2
    with pytest.raises(kubernetes_validate.ValidationError, match="replicaz"):
        kubernetes_validate.validate(wrong, MINORS[-1], strict=True)


@pytest.mark.parametrize(
    ("files", "wrong"),
    [
        (
            {"kustomization.yaml": "resources: [pod.yaml]", "over/kustomization.yaml": "resources: [..]"},
            "cycle",
        ),
        ({"over/kustomization.yaml": "resources: [gone.yaml]"}, "not there"),
        ({"over/kustomization.yaml": "resources: [../pod.yaml]"}, "outside"),
        ({"over/kustomization.yaml": "resources: []\npatches: [{path: ../pod.yaml}]"}, "to patch"),
        ({"over/kustomization.yaml": "resources: []\nreplicas: []"}, "replicas"),
    ],
)
def test_a_folder_that_cannot_be_built_would_be_found(
    files: dict[str, str], wrong: str, tmp_path: Path
) -> None:
    (tmp_path / "over").mkdir()
    (tmp_path / "pod.yaml").write_text("{apiVersion: v1, kind: Pod, metadata: {name: a}}", "utf-8")
    for name, text in files.items():
        (tmp_path / name).write_text(text, "utf-8")
    with pytest.raises(WrongError, match=wrong):
        built(tmp_path / "over")


@pytest.mark.skipif(KUBECTL is None, reason="kubectl is not installed")
@pytest.mark.parametrize("folder", APPLIED)
def test_kubectl_builds_the_same(folder: str) -> None:
    printed = subprocess.run([str(KUBECTL), "kustomize", FOLDER / folder], check=True, capture_output=True)
    made = list(yaml.safe_load_all(printed.stdout))
    assert sorted(made, key=identity) == sorted(APPLIED[folder], key=identity)


def test_all_that_is_there_is_applied() -> None:
    for kustomization in FOLDER.rglob(READ):
        told = yaml.safe_load(kustomization.read_text("utf-8"))
        named = {*told["resources"], *(each["path"] for each in told.get("patches", ()))} - {"../base"}
        assert named == {each.name for each in kustomization.parent.glob("*.yaml")} - {READ}
    assert {each.parent.name for each in FOLDER.rglob(READ)} == APPLIED.keys()


@pytest.mark.parametrize("folder", APPLIED)
def test_all_containers_have_one_image_of_this_version(folder: str) -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    found = [one["image"] for each in APPLIED[folder] for one in containers(each)]
    assert set(found) == {f"distrograph:{project['version']}"}
    assert len(found) == (1 if folder == "base" else 3)


def test_the_documents_name_the_folders() -> None:
    """Each of them, where it is applied and where its image is named; and none that is not there."""
    texts = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md"), *DEPLOY.rglob("*.yaml")]
    named = {name for text in texts for name in re.findall(r"apply -k ([\w/]+)", text.read_text("utf-8"))}
    assert named == {f"deploy/kubernetes/{folder}" for folder in APPLIED}
    for text in texts:
        for name in re.findall(r"(?<!tests/)\bdeploy/[\w./-]*\w", text.read_text("utf-8")):
            assert (ROOT / name).exists(), (text, name)
    for folder in APPLIED:
        told = (FOLDER / folder / READ).read_text("utf-8")
        assert f"cd deploy/kubernetes/{folder} && kustomize edit set image distrograph=" in told


def test_they_speak_of_the_same_pods() -> None:
    labels = {NAME: "distrograph"}
    deployment = of("Deployment")["spec"]
    assert deployment["template"]["metadata"]["labels"] == deployment["selector"]["matchLabels"] == labels
    assert of("Service")["spec"]["selector"] == labels
    assert of("PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == labels
    assert of("NetworkPolicy")["spec"]["podSelector"]["matchLabels"] == labels
    scaled = of("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]["name"]
    assert scaled == of("Deployment")["metadata"]["name"]
    (port,) = serving()["ports"]
    assert of("Service")["spec"]["ports"][0]["targetPort"] == port["name"]
    assert of("NetworkPolicy")["spec"]["ingress"] == [{"ports": [{"protocol": "TCP", "port": port["name"]}]}]


@pytest.mark.parametrize("folder", APPLIED)
def test_only_the_autoscaler_counts_replicas(folder: str) -> None:
    """A number beside it would be restored each time the folder is applied."""
    assert "replicas" not in of("Deployment", folder)["spec"]
    assert of("HorizontalPodAutoscaler", folder)["spec"]["minReplicas"] == 2


def test_what_is_asked_of_the_service_is_there(client: TestClient) -> None:
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert client.get(serving()[probe]["httpGet"]["path"]).status_code == 200


@pytest.mark.parametrize(("folder", "pod"), PODS, ids=lambda each: each if isinstance(each, str) else "")
def test_a_pod_may_do_no_more_than_it_must(folder: str, pod: Manifest) -> None:
    assert folder in APPLIED
    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["automountServiceAccountToken"]
    mounted = set()
    for container in (*pod.get("initContainers", ()), *pod["containers"]):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"].keys() == {"requests", "limits"}
        names = [setting["name"] for setting in container["env"]]
        assert [each for each in names if each.removeprefix("DISTROGRAPH_").lower() not in SETTINGS] == [
            each for each in names if each in SETTINGS["others"]
        ]
        mounted |= {mount["name"] for mount in container.get("volumeMounts", ())}
    assert mounted == {volume["name"] for volume in pod["volumes"]}


def test_memory_holds_what_the_settings_allow() -> None:
    told = settings(serving())
    queries = int(told["DISTROGRAPH_LONG_QUERIES"]) * int(told["DISTROGRAPH_QUERY_MEMORY"])
    dataset = 512 << 20
    assert serving()["resources"]["limits"]["memory"] == "2Gi"
    assert queries + dataset <= 2 << 30


def test_an_ingress_is_believed_whom_it_speaks_for() -> None:
    """Else all clients that come through it share what one may take."""
    believed = settings(serving())["FORWARDED_ALLOW_IPS"].split(",")
    networks = [ipaddress.ip_network(each) for each in believed]
    for pod, is_believed in (("10.244.1.7", True), ("10.42.0.9", True), ("203.0.113.9", False)):
        assert any(ipaddress.ip_address(pod) in network for network in networks) is is_believed


@pytest.mark.parametrize("folder", ["snapshots", "server"])
def test_the_job_is_a_command_of_ours_that_publishes_what_is_served(folder: str) -> None:
    program, *arguments = publishing(folder)["args"]
    options = build_parser().parse_args(arguments)
    assert program == "distrograph"
    assert settings(serving(folder))["DISTROGRAPH_STORE"] == str(options.to)
    if folder == "snapshots":
        for container in (serving(folder), publishing(folder)):
            assert str(options.to) in {mount["mountPath"] for mount in container["volumeMounts"]}
    else:
        assert serving(folder)["envFrom"] == publishing(folder)["envFrom"]


@pytest.mark.parametrize("folder", ["snapshots", "server"])
def test_pods_wait_for_the_first_snapshot(
    folder: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """They ask what is served, as who serves does; where nothing is, that fails."""
    (waiting,) = of("Deployment", folder)["spec"]["template"]["spec"]["initContainers"]
    assert settings(waiting).items() <= settings(serving(folder)).items()
    assert waiting.get("envFrom") == serving(folder).get("envFrom")
    asked = re.fullmatch(r'until distrograph (\w+) "(.+)"; do sleep \d+; done', waiting["command"][-1])
    assert asked
    monkeypatch.setenv("DISTROGRAPH_STORE", str(tmp_path))
    assert main([*asked.groups()]) != 0
    assert main(["publish", "--no-bundled", "--to", str(tmp_path)]) == 0
    assert main([*asked.groups()]) == 0


def test_who_calls_a_server_may_call_it_and_ask_where_it_is() -> None:
    """On the port of its address, by any of the ports on which clusters are asked for names."""
    (policy,) = [each for each in APPLIED["server"] if each["metadata"]["name"] == "distrograph-store"]
    (expression,) = policy["spec"]["podSelector"]["matchExpressions"]
    jobs = of("CronJob", "server")["spec"]["jobTemplate"]["spec"]["template"]["metadata"]["labels"]
    assert set(expression["values"]) == {"distrograph", jobs[NAME]}
    calls, names = policy["spec"]["egress"]
    address = settings(serving("server"))["DISTROGRAPH_STORE"]
    assert f":{calls['ports'][0]['port']}/" in address
    assert "to" not in names
    assert {(each["protocol"], each["port"]) for each in names["ports"]} == {
        (protocol, port) for protocol in ("UDP", "TCP") for port in (53, 5353)
    }


@pytest.mark.skipif(VERIFY is None, reason="systemd is not installed")
def test_systemd_reads_the_unit(tmp_path: Path) -> None:
    """It has nothing to say of it, but that the program is not installed where tests run."""
    unit = tmp_path / "distrograph.service"
    unit.write_text(UNIT.replace("ExecStart=/opt/distrograph/.venv/bin/distrograph", "ExecStart=/bin/true"))
    said = subprocess.run([str(VERIFY), "verify", unit], check=False, capture_output=True, text=True)
    assert [line for line in said.stderr.splitlines() if unit.name in line] == []


def test_the_unit_takes_settings_from_a_file_that_may_be_missing() -> None:
    """They come after those of the unit, so the file decides."""
    told = [line for line in UNIT.splitlines() if line.startswith("Environment")]
    assert told == ["Environment=DISTROGRAPH_CACHE=%C/distrograph", "EnvironmentFile=-/etc/distrograph.env"]
    assert "/etc/distrograph.env" in RUNNING
