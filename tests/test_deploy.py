"""The manifests for Kubernetes: each fits the schemas, and all of them each other and the service."""

import json
from pathlib import Path
from typing import Any

import kubernetes_validate
import pytest
import yaml
from fastapi.testclient import TestClient

from cli.main import parser

FOLDER = Path(__file__).parent.parent / "deploy" / "kubernetes"
SETTINGS = (Path(__file__).parent.parent / "docs" / "operations.md").read_text("utf-8")
MINORS = ("1.32", "1.34", "1.36", "1.37")
"""The first is the oldest in which a hook may sleep by default."""
READ_BY_KUSTOMIZE = {"kustomization.yaml", "store.yaml", "calling.yaml"}
NAME = "app.kubernetes.io/name"
Manifest = dict[str, Any]


def manifests() -> list[Manifest]:
    """Read all that is applied, without what Kustomize reads itself."""
    files = [file for file in sorted(FOLDER.rglob("*.yaml")) if file.name not in READ_BY_KUSTOMIZE]
    return [each for file in files for each in yaml.safe_load_all(file.read_text("utf-8"))]


def of(kind: str) -> Manifest:
    """Give the manifest of a kind."""
    (found,) = [each for each in manifests() if each["kind"] == kind]
    return found


def pods() -> list[Manifest]:
    """Give what is said of the pods of the server and of who publishes."""
    job = of("CronJob")["spec"]["jobTemplate"]["spec"]
    return [of("Deployment")["spec"]["template"]["spec"], job["template"]["spec"]]


@pytest.mark.parametrize("minor", MINORS)
@pytest.mark.parametrize("manifest", manifests(), ids=lambda each: str(each["kind"]))
def test_it_fits_the_schema(manifest: Manifest, minor: str) -> None:
    kubernetes_validate.validate(manifest, minor, strict=True)


@pytest.mark.parametrize("minor", MINORS)
def test_what_is_patched_fits_the_schema(minor: str) -> None:
    """The policy as a whole, and of the deployment what it adds to a container."""
    for patch in sorted(FOLDER.rglob("*.yaml")):
        if patch.name == "calling.yaml":
            kubernetes_validate.validate(yaml.safe_load(patch.read_text("utf-8")), minor, strict=True)
        if patch.name == "store.yaml":
            added = yaml.safe_load(patch.read_text("utf-8"))["spec"]["template"]["spec"]
            whole = json.loads(json.dumps(of("Deployment")))
            spec = whole["spec"]["template"]["spec"]
            spec["containers"][0] |= {
                key: value for key, value in added["containers"][0].items() if key != "env"
            }
            spec["containers"][0]["env"] += added["containers"][0]["env"]
            spec["volumes"] += added.get("volumes", [])
            kubernetes_validate.validate(whole, minor, strict=True)


def test_a_mistake_would_be_found() -> None:
    wrong = json.loads(json.dumps(of("Deployment")))
    wrong["spec"]["replicaz"] = 2
    with pytest.raises(kubernetes_validate.ValidationError, match="replicaz"):
        kubernetes_validate.validate(wrong, MINORS[-1], strict=True)


def test_all_that_is_there_is_applied() -> None:
    for kustomization in FOLDER.rglob("kustomization.yaml"):
        told = yaml.safe_load(kustomization.read_text("utf-8"))
        named = {*told["resources"], *(each["path"] for each in told.get("patches", ()))} - {".."}
        assert named == {each.name for each in kustomization.parent.glob("*.yaml")} - {"kustomization.yaml"}


def test_they_speak_of_the_same_pods() -> None:
    labels = {NAME: "distrograph"}
    deployment = of("Deployment")["spec"]
    assert deployment["template"]["metadata"]["labels"] == deployment["selector"]["matchLabels"] == labels
    assert of("Service")["spec"]["selector"] == labels
    assert of("PodDisruptionBudget")["spec"]["selector"]["matchLabels"] == labels
    assert of("NetworkPolicy")["spec"]["podSelector"]["matchLabels"] == labels
    scaled = of("HorizontalPodAutoscaler")["spec"]["scaleTargetRef"]["name"]
    assert scaled == of("Deployment")["metadata"]["name"]
    (port,) = deployment["template"]["spec"]["containers"][0]["ports"]
    assert of("Service")["spec"]["ports"][0]["targetPort"] == port["name"]
    assert of("NetworkPolicy")["spec"]["ingress"] == [{"ports": [{"protocol": "TCP", "port": port["name"]}]}]


def test_what_is_asked_of_the_service_is_there(client: TestClient) -> None:
    (container,) = of("Deployment")["spec"]["template"]["spec"]["containers"]
    for probe in ("startupProbe", "readinessProbe", "livenessProbe"):
        assert client.get(container[probe]["httpGet"]["path"]).status_code == 200


@pytest.mark.parametrize("pod", pods(), ids=["serve", "publish"])
def test_a_pod_may_do_no_more_than_it_must(pod: Manifest) -> None:
    (container,) = pod["containers"]
    assert container["securityContext"] == {
        "allowPrivilegeEscalation": False,
        "readOnlyRootFilesystem": True,
        "capabilities": {"drop": ["ALL"]},
    }
    assert pod["securityContext"]["runAsNonRoot"]
    assert not pod["automountServiceAccountToken"]
    assert all(setting["name"] in SETTINGS for setting in container["env"])
    mounted = {mount["name"] for mount in container["volumeMounts"]}
    assert mounted == {volume["name"] for volume in pod["volumes"]}


def test_memory_holds_what_the_settings_allow() -> None:
    (container,) = of("Deployment")["spec"]["template"]["spec"]["containers"]
    settings = {each["name"]: each["value"] for each in container["env"]}
    queries = int(settings["DISTROGRAPH_LONG_QUERIES"]) * int(settings["DISTROGRAPH_QUERY_MEMORY"])
    dataset = 512 << 20
    assert container["resources"]["limits"]["memory"] == "2Gi"
    assert queries + dataset <= 2 << 30


def test_the_job_is_a_command_of_ours() -> None:
    (container,) = of("CronJob")["spec"]["jobTemplate"]["spec"]["template"]["spec"]["containers"]
    patch = yaml.safe_load((FOLDER / "snapshots" / "store.yaml").read_text("utf-8"))
    (served,) = patch["spec"]["template"]["spec"]["containers"]
    program, *arguments = container["args"]
    options = parser().parse_args(arguments)
    assert program == "distrograph"
    assert served["env"] == [{"name": "DISTROGRAPH_STORE", "value": str(options.to)}]
    assert served["volumeMounts"][0]["mountPath"] == str(options.to)
