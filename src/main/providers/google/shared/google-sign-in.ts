import { z } from 'zod'
import { AppError } from '../../../../shared/errors/index.ts'
import * as messages from '../../../../shared/messages/en/google.ts'
import type { Credential, SignedIn } from '../../core/adapter.ts'
import type { Call, CloudProject } from '../../core/call.ts'
import { googleModelPath } from './google-address.ts'

/** Never the address in the account's file: a manipulated file would send the signature elsewhere. */
const tokenUrl = 'https://oauth2.googleapis.com/token'
const scope = 'https://www.googleapis.com/auth/cloud-platform'
const lifetimeS = 3_600
/** A token is dropped this long before it expires, so that none expires in transit. */
const spareMs = 60_000

const tokenSchema = z.object({ access_token: z.string().min(1), expires_in: z.number().positive() })

type ServiceAccount = Extract<Credential, { type: 'service-account' }>

/**
 * Exchanges a service account's key for an access token valid for an hour (RFC 7523); null for every other credential.
 */
export async function signInToGoogle(credential: Credential, call: Call, nowMs: number): Promise<SignedIn | null> {
  if (credential.type !== 'service-account') return null
  const assertion = await signAssertion(credential, nowMs)
  const fields = { grant_type: 'urn:ietf:params:oauth:grant-type:jwt-bearer', assertion }
  const token = await call.json({ method: 'POST', path: tokenUrl, body: { fields }, auth: 'none' }, tokenSchema)
  return {
    headers: { authorization: `Bearer ${token.access_token}` },
    expiresAtMs: nowMs + token.expires_in * 1_000 - spareMs,
  }
}

async function signAssertion(account: ServiceAccount, nowMs: number): Promise<string> {
  const issuedAtS = Math.floor(nowMs / 1_000)
  const head = { alg: 'RS256', typ: 'JWT', ...(account.privateKeyId !== null && { kid: account.privateKeyId }) }
  const claims = { iss: account.clientEmail, scope, aud: tokenUrl, iat: issuedAtS, exp: issuedAtS + lifetimeS }
  const signed = `${base64Url(JSON.stringify(head))}.${base64Url(JSON.stringify(claims))}`
  const key = await importKey(account.privateKey)
  const signature = await crypto.subtle.sign('RSASSA-PKCS1-v1_5', key, Buffer.from(signed))
  return `${signed}.${Buffer.from(signature).toString('base64url')}`
}

async function importKey(pem: string) {
  const der = Buffer.from(pem.replace(/-----[^-]+-----|\s/g, ''), 'base64')
  const algorithm = { name: 'RSASSA-PKCS1-v1_5', hash: 'SHA-256' }
  try {
    return await crypto.subtle.importKey('pkcs8', der, algorithm, false, ['sign'])
  } catch {
    // Without the cause: it could quote the key.
    throw new AppError('credential/rejected', messages.privateKeyUnreadable)
  }
}

function base64Url(text: string): string {
  return Buffer.from(text).toString('base64url')
}

/** Counting tokens is free, and requires the same project, region and role as drawing. */
export async function checkVertex(call: Call, project: CloudProject): Promise<string> {
  const path = googleModelPath(call, 'gemini-3-pro-image', 'countTokens', 'global')
  const json = { contents: [{ role: 'user', parts: [{ text: 'test' }] }] }
  await call.json({ method: 'POST', path, body: { json } }, z.object({ totalTokens: z.number() }))
  return messages.vertexProject({ project: project.projectId })
}
