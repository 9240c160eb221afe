import { createVerify, generateKeyPairSync } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { createFakeCall, inTurn } from '../../../../../test/support/fake-call.ts'
import type { Credential } from '../../core/adapter.ts'
import { signInToGoogle } from './google-sign-in.ts'

const pair = generateKeyPairSync('rsa', { modulusLength: 2048 })
const privateKey = pair.privateKey.export({ type: 'pkcs8', format: 'pem' }).toString()

function account(overrides: object = {}): Credential {
  return {
    type: 'service-account',
    clientEmail: 'painter@atelier-1.iam.gserviceaccount.com',
    privateKey,
    privateKeyId: 'key-1',
    projectId: 'atelier-1',
    ...overrides,
  }
}

const decode = (part: string): unknown => JSON.parse(Buffer.from(part, 'base64url').toString())

const nowMs = Date.UTC(2026, 10, 20)

describe('signInToGoogle', () => {
  it('exchanges the signed assertion for a token', async () => {
    const call = createFakeCall(inTurn({ access_token: 'ya29.fake', expires_in: 3599, token_type: 'Bearer' }))
    expect(await signInToGoogle(account(), call, nowMs)).toEqual({
      headers: { authorization: 'Bearer ya29.fake' },
      expiresAtMs: nowMs + 3_539_000,
    })
    const [request] = call.requests
    expect(request).toMatchObject({ method: 'POST', path: 'https://oauth2.googleapis.com/token', auth: 'none' })
    const fields = request?.body && 'fields' in request.body ? request.body.fields : {}
    expect(fields['grant_type']).toBe('urn:ietf:params:oauth:grant-type:jwt-bearer')
    const [head = '', claims = '', signature = ''] = (fields['assertion'] ?? '').split('.')
    expect(decode(head)).toEqual({ alg: 'RS256', typ: 'JWT', kid: 'key-1' })
    expect(decode(claims)).toEqual({
      iss: 'painter@atelier-1.iam.gserviceaccount.com',
      scope: 'https://www.googleapis.com/auth/cloud-platform',
      aud: 'https://oauth2.googleapis.com/token',
      iat: nowMs / 1_000,
      exp: nowMs / 1_000 + 3_600,
    })
    const verify = createVerify('RSA-SHA256').update(`${head}.${claims}`)
    expect(verify.verify(pair.publicKey, Buffer.from(signature, 'base64url'))).toBe(true)
  })

  it('ignores other credentials and reports a broken key without revealing it', async () => {
    const call = createFakeCall(inTurn())
    expect(await signInToGoogle({ type: 'key', key: 'AIza-fake' }, call, nowMs)).toBeNull()
    const broken = signInToGoogle(account({ privateKey: '-----BEGIN PRIVATE KEY-----\nc2VjcmV0\n' }), call, nowMs)
    await expect(broken).rejects.toMatchObject({ code: 'credential/rejected' })
    await broken.catch((thrown: unknown) => expect(JSON.stringify(thrown) + String(thrown)).not.toContain('c2VjcmV0'))
    expect(call.requests).toEqual([])
  })
})
