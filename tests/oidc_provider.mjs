// A real OpenID provider (npm oidc-provider) for the tests: node tests/oidc_provider.mjs PORT REDIRECT_URI...
// Whoever comes signs in at once; `GET /as?...` says who that is and what the provider tells of them.
import { readFileSync } from "node:fs";
import { createServer } from "node:http";
import { createServer as createSafeServer } from "node:https";
import Provider from "oidc-provider";

const [port, ...redirects] = process.argv.slice(2);
const certificate = process.env.CERTIFICATE ? readFileSync(process.env.CERTIFICATE) : null;
const issuer = certificate ? `https://localhost:${port}` : `http://127.0.0.1:${port}`;
const said = [];  // logout tokens, as they were sent
let now = { sub: "bruno", email: "bruno@example.org", email_verified: true };

function logoutSource(context, form) {
  const button = '<button form="op.logoutForm" name="logout" value="yes">Sign out here</button>';
  context.body = `<!doctype html><html lang="en"><title>Sign out</title>${form}${button}</html>`;
}

const provider = new Provider(issuer, {
  clients: [{
    client_id: "rathaus",
    client_secret: "geheim:mit/zeichen %",
    redirect_uris: redirects,
    backchannel_logout_uri: "https://rathaus.example/desk/anmelden/stadt/abgemeldet/",
    backchannel_logout_session_required: true,
    post_logout_redirect_uris: redirects.map((uri) => uri.replace("stadt/zurueck/", "")),
  }],
  acrValues: ["hoch"],
  claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], acr: null },
  cookies: { keys: ["only for tests"] },
  features: { devInteractions: { enabled: false }, backchannelLogout: { enabled: true }, rpInitiatedLogout: { enabled: true, logoutSource } },
  // The one address it calls is the town's; tests hand over what it said there.
  fetch: async (_url, options) => {
    said.push(String(options.body));
    return new Response(null, { status: 200 });
  },
  findAccount: (_context, sub) => ({ accountId: sub, claims: () => ({ ...now, sub }) }),
  interactions: { url: (_context, interaction) => `/interaction/${interaction.uid}` },
  pkce: { required: () => true },
});

async function interaction(request, response) {
  const { prompt, params } = await provider.interactionDetails(request, response);
  if (now.refuses) {
    return provider.interactionFinished(request, response, { error: "access_denied" });
  }
  const result = { login: { accountId: now.sub, acr: now.acr, amr: now.amr, remember: false } };
  if (prompt.name === "consent") {
    const grant = new provider.Grant({ accountId: now.sub, clientId: params.client_id });
    grant.addOIDCScope("openid email");
    result.consent = { grantId: await grant.save() };
  }
  return provider.interactionFinished(request, response, result, { mergeWithLastSubmission: true });
}

function answer(request, response) {
  const url = new URL(request.url, issuer);
  if (url.pathname === "/as") {
    now = JSON.parse(url.searchParams.get("who"));
    response.end("ok");
  } else if (url.pathname === "/heard") {
    response.end(JSON.stringify(said));
  } else if (url.pathname.startsWith("/interaction/")) {
    interaction(request, response).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  } else {
    provider.callback()(request, response);
  }
}

const server = certificate ? createSafeServer({ cert: certificate, key: certificate }, answer) : createServer(answer);
server.listen(Number(port), "127.0.0.1", () => console.log("listening"));
