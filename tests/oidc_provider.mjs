// A real OpenID provider (npm oidc-provider) for the tests: node tests/oidc_provider.mjs PORT REDIRECT_URI...
// Whoever comes signs in at once; `GET /as?...` says who that is and what the provider tells of them.
import { createServer } from "node:http";
import Provider from "oidc-provider";

const [port, ...redirects] = process.argv.slice(2);
const issuer = `http://127.0.0.1:${port}`;
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
    post_logout_redirect_uris: redirects.map((uri) => uri.replace("stadt/zurueck/", "")),
  }],
  acrValues: ["hoch"],
  claims: { openid: ["sub", "amr"], email: ["email", "email_verified"], acr: null },
  cookies: { keys: ["only for tests"] },
  features: { devInteractions: { enabled: false }, rpInitiatedLogout: { enabled: true, logoutSource } },
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

createServer((request, response) => {
  const url = new URL(request.url, issuer);
  if (url.pathname === "/as") {
    now = JSON.parse(url.searchParams.get("who"));
    response.end("ok");
  } else if (url.pathname.startsWith("/interaction/")) {
    interaction(request, response).catch((error) => {
      response.statusCode = 500;
      response.end(String(error));
    });
  } else {
    provider.callback()(request, response);
  }
}).listen(Number(port), "127.0.0.1", () => console.log("listening"));
