// Talks to passkeys (WebAuthn): the form is sent with the answer of one, or a sentence says why there is none.
const BYTES = ["challenge", "id"];

function bind(part) {
  const form = part.querySelector("form");
  const words = part.dataset;
  const say = (text) => {
    part.querySelector("[role=status]").textContent = text;
  };
  part.hidden = false;
  if (!window.PublicKeyCredential || !navigator.credentials) {
    form.hidden = true;
    say(words.unsupported);
    return;
  }
  let isBusy = false;
  addEventListener("pageshow", () => {
    isBusy = false; // whoever comes back may try again
  });
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (isBusy) return;
    isBusy = true;
    say(words.waiting);
    const began = performance.now();
    let options = null;
    try {
      options = await asked(part, form);
      form.elements.answer.value = JSON.stringify(await answered(options, words.rhPasskey));
      form.submit();
    } catch (error) {
      const isLate = options && performance.now() - began >= options.timeout;
      say(reason(error, words, isLate));
      isBusy = false;
    }
  });
}

class Told extends Error {}

function reason(error, words, isLate) {
  if (error instanceof Told) return error.message;
  if (error.name === "NotAllowedError") return isLate ? words.late : words.cancelled;
  if (error.name === "InvalidStateError") return words.known;
  if (error.name === "NotSupportedError" || error.name === "ConstraintError") return words.unfit;
  return words.failed;
}

// The question stands in the page, or the house is asked for one.
async function asked(part, form) {
  if (part.dataset.question) return decoded(JSON.parse(part.dataset.question));
  const answer = await fetch(part.dataset.url, { method: "POST", body: new FormData(form) });
  const read = await answer.json();
  if (!answer.ok) throw new Told(read.message);
  return decoded(read);
}

async function answered(publicKey, kind) {
  const made = await (kind === "create"
    ? navigator.credentials.create({ publicKey })
    : navigator.credentials.get({ publicKey }));
  const { response } = made;
  const parts = { clientDataJSON: text(response.clientDataJSON) };
  if (kind === "create") {
    parts.attestationObject = text(response.attestationObject);
  } else {
    parts.authenticatorData = text(response.authenticatorData);
    parts.signature = text(response.signature);
    if (response.userHandle?.byteLength) parts.userHandle = text(response.userHandle);
  }
  const id = text(made.rawId);
  return { id, rawId: id, type: made.type, response: parts, clientExtensionResults: {} };
}

function decoded(value, name) {
  if (Array.isArray(value)) return value.map((one) => decoded(one));
  if (value && typeof value === "object") {
    const isParty = name === "rp"; // its id is a host name
    return Object.fromEntries(
      Object.entries(value).map(([key, one]) => [key, isParty ? one : decoded(one, key)]),
    );
  }
  return BYTES.includes(name) && typeof value === "string" ? bytes(value) : value;
}

function bytes(base64url) {
  const binary = atob(base64url.replaceAll("-", "+").replaceAll("_", "/"));
  return Uint8Array.from(binary, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  const binary = String.fromCharCode(...new Uint8Array(buffer));
  return btoa(binary).replaceAll("+", "-").replaceAll("/", "_").replaceAll("=", "");
}

document.querySelectorAll("[data-rh-without-scripts]").forEach((words) => {
  words.hidden = true;
});
document.querySelectorAll("[data-rh-passkey]").forEach(bind);
