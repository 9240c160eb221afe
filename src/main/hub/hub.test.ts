import { createHash } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { failureOf } from '../../../test/support/failure-of.ts'
import { hubCommit, hubToken, smallModel, startHub, type HubStandIn } from '../../../test/support/hub/hub-stand-in.ts'
import { createNodeTransport } from '../../../test/support/node-transport.ts'
import { sendJson } from '../../../test/support/tiny-server.ts'
import { suggestedModels } from '../../shared/domain/suggested-models.ts'
import { familyOf } from '../model-files/index.ts'
import { createHub, hubAddressOf, modelCatalogue, offeredModels } from './index.ts'

const { signal } = new AbortController()
const model = smallModel()

let standIn: HubStandIn
beforeEach(async () => {
  standIn = await startHub({
    'paper/flux-gguf': { files: { 'flux q4.safetensors': { bytes: model } } },
    'paper/gated': { files: { 'a.safetensors': { bytes: model } }, gated: 'auto' },
    'paper/own': { files: { 'a.safetensors': { bytes: model } }, isPrivate: true },
  })
})
afterEach(() => standIn.close())

const hub = (key: string | null = null) =>
  createHub({ transport: createNodeTransport(), address: standIn.address, appVersion: '1', token: async () => key })

describe('a repository', () => {
  it('has its commit, its license, and its weights with size and hash', async () => {
    expect(await hub().repository('paper/flux-gguf', signal)).toEqual({
      repo: 'paper/flux-gguf',
      commit: hubCommit,
      license: { name: 'apache-2.0', page: 'https://huggingface.co/paper/flux-gguf' },
      isGated: false,
      page: 'https://huggingface.co/paper/flux-gguf',
      files: [
        { path: 'flux q4.safetensors', sizeBytes: model.length, sha256: expect.stringMatching(/^[0-9a-f]{64}$/) },
      ],
      texts: [],
    })
  })

  it('has the custom license of its authors with a link to it', async () => {
    standIn.repositories['paper/flux-gguf']!.cardData = {
      license: 'other',
      license_name: 'flux-1-dev-non-commercial-license',
      license_link: 'LICENSE.md',
    }
    expect((await hub().repository('paper/flux-gguf', signal)).license).toEqual({
      name: 'flux-1-dev-non-commercial-license',
      page: 'https://huggingface.co/paper/flux-gguf/blob/main/LICENSE.md',
    })
  })

  it('never links to another site, whatever its card says', async () => {
    standIn.repositories['paper/flux-gguf']!.cardData = {
      license: 'mit',
      license_link: 'https://elsewhere.example/?a=b',
    }
    expect((await hub().repository('paper/flux-gguf', signal)).license?.page).toBe(
      'https://huggingface.co/paper/flux-gguf',
    )
  })

  it('omits files with unsafe paths', async () => {
    const { files } = standIn.repositories['paper/flux-gguf']!
    const unsafe = ['../up.gguf', '/etc/x.gguf', 'a/../b.gguf', 'a\\b.gguf', 'a.exe:b.gguf', 'a\u001b[2Jb.gguf']
    for (const path of unsafe) files[path] = { bytes: model }
    const repository = await hub().repository('paper/flux-gguf', signal)
    expect(repository.files.map(({ path }) => path)).toEqual(['flux q4.safetensors'])
  })

  it('omits JSON too large to be read whole', async () => {
    const sha256 = 'b'.repeat(64)
    const siblings = [1_000, 2 ** 40].map((size) => ({ rfilename: `${size}.json`, lfs: { sha256, size } }))
    standIn.answerApi = (_request, response) => (sendJson(response, { id: 'a/b', sha: hubCommit, siblings }), true)
    const { files } = await hub().repository('a/b', signal)
    expect(files.map(({ path }) => path)).toEqual(['1000.json'])
  })

  it('has JSON files that are verified by their Git object ID', async () => {
    const config = Buffer.from('{"model_type":"birefnet"}')
    standIn.repositories['paper/flux-gguf']!.files['config.json'] = { bytes: config }
    const { repo, commit, isGated, texts } = await hub().repository('paper/flux-gguf', signal)
    // `git hash-object` of the same text.
    const blobId = 'a6c2e38b14a169eeed3e65bfaa61c296289a0a03'
    expect(texts).toEqual([{ path: 'config.json', sizeBytes: 25, blobId }])
    const place = { repo, commit, isGated, path: 'config.json' }
    expect(await hub().sha256OfText(place, texts[0]!, signal)).toBe(createHash('sha256').update(config).digest('hex'))
    config[2] = 'x'.charCodeAt(0)
    const error = await failureOf(hub().sha256OfText(place, texts[0]!, signal))
    expect(error).toMatchObject({ code: 'download/refused', message: expect.stringContaining('config.json') })
  })

  it('that does not exist is reported with a hint for private ones', async () => {
    const error = await failureOf(hub().repository('paper/nothing', signal))
    expect(error.code).toBe('download/refused')
    expect(error.message).toContain('OWNER/NAME')
    expect((await failureOf(hub('hf_wrong').repository('paper/own', signal))).code).toBe('download/refused')
  })

  it('that is private is requested with the key, which is sent only when needed', async () => {
    expect((await hub(hubToken).repository('paper/own', signal)).files).toHaveLength(1)
    expect(standIn.requests.map(({ headers }) => headers.authorization ?? null)).toEqual([null, `Bearer ${hubToken}`])
    await hub(hubToken).repository('paper/flux-gguf', signal)
    expect(standIn.requests.at(-1)?.headers.authorization).toBeUndefined()
  })
})

describe('a file', () => {
  it('is requested at its commit, with the key only if it is gated', async () => {
    const file = { repo: 'paper/flux-gguf', commit: hubCommit, path: 'sub/flux q4.gguf' }
    expect(await hub(hubToken).locate({ ...file, isGated: false })).toEqual({
      url: `${standIn.address}/paper/flux-gguf/resolve/${hubCommit}/sub/flux%20q4.gguf`,
      headers: { 'user-agent': 'Atelier/1' },
    })
    const { headers } = await hub(hubToken).locate({ ...file, isGated: true })
    expect(headers['authorization']).toBe(`Bearer ${hubToken}`)
  })

  it('that is gated fails without a key and names the page of its terms', async () => {
    const error = await failureOf(hub().locate({ repo: 'paper/gated', commit: hubCommit, path: 'a', isGated: true }))
    expect(error.message).toContain('https://huggingface.co/paper/gated')
    expect(error.detail).toMatchObject({ lacksKeyOf: 'huggingface' })
  })
})

describe('a search', () => {
  it('lists the repositories found', async () => {
    expect(await hub().search('flux', signal)).toEqual([
      {
        repo: 'paper/flux-gguf',
        downloads: 12,
        license: 'apache-2.0',
        isGated: false,
        page: 'https://huggingface.co/paper/flux-gguf',
      },
    ])
    expect(await hub().search('nothing', signal)).toEqual([])
  })
})

describe('a response', () => {
  it.each([
    ['invalid JSON', '<html>Welcome to the hotel'],
    ['another shape', '{"id": 7}'],
    ['an invalid commit', JSON.stringify({ id: 'a/b', sha: '../..', siblings: [] })],
    ['a negative size', JSON.stringify({ id: 'a/b', sha: hubCommit, siblings: [{ rfilename: 'a', size: -1 }] })],
    ['excessive length', `[${'1,'.repeat(20_000_000)}1]`],
  ])('of %s is rejected', async (_what, text) => {
    standIn.answerApi = (_request, response) => (response.end(text), true)
    const error = await failureOf(hub().repository('paper/flux-gguf', signal))
    expect(error.code).toBe('provider/bad-reply')
    expect(error.message).not.toContain('hotel')
  })

  it.each([
    [429, 'provider/rate-limited'],
    [503, 'provider/unavailable'],
    [418, 'download/refused'],
  ])('with status %i is reported', async (status, code) => {
    standIn.answerApi = (_request, response) => (sendJson(response, {}, status), true)
    expect((await failureOf(hub().search('flux', signal))).code).toBe(code)
  })

  it('that never arrives is reported as offline', async () => {
    const offlineHub = hub()
    await standIn.close()
    expect((await failureOf(offlineHub.search('flux', signal))).code).toBe('network/offline')
  })

  it('can be canceled', async () => {
    standIn.answerApi = () => true
    const stop = new AbortController()
    const searching = failureOf(hub().search('flux', stop.signal))
    stop.abort()
    expect((await searching).code).toBe('request/cancelled')
  })
})

describe('the address', () => {
  it('is the default or a mirror', () => {
    expect(hubAddressOf({})).toBe('https://huggingface.co')
    expect(hubAddressOf({ HF_ENDPOINT: ' https://mirror.example/hf/ ' })).toBe('https://mirror.example/hf')
    expect(hubAddressOf({ HF_ENDPOINT: 'http://127.0.0.1:80' })).toBe('http://127.0.0.1')
  })

  it.each(['http://mirror.example', 'mirror', 'https://me:secret@mirror.example', 'file:///x'])(
    '%s is invalid',
    (text) => {
      expect(() => hubAddressOf({ HF_ENDPOINT: text })).toThrow('HF_ENDPOINT')
    },
  )
})

describe('the catalog', () => {
  it('has a license and all needed parts for every model', () => {
    for (const { id, family, license, parts, models } of modelCatalogue) {
      expect(license, id).not.toBeNull()
      const needed = family === null ? [] : familyOf(family).parts.filter(({ fits }) => fits.length > 0)
      // Checkpoints include their own VAE.
      const isWhole = parts.length === 0
      const named = needed.filter(({ slot }) => !(family?.startsWith('sd3') && slot === 'vae'))
      expect(parts.length, id).toBe(isWhole ? 0 : named.length)
      for (const { repo, path } of [...models, ...parts]) {
        expect(repo).toMatch(/^[\w.-]+\/[\w.-]+$/)
        expect(path).toMatch(/\.(safetensors|gguf)$/)
      }
    }
    expect(new Set(offeredModels.map(({ id }) => id)).size).toBe(offeredModels.length)
  })

  it('offers every model that is suggested where none is installed, free of terms', () => {
    for (const { id, license } of Object.values(suggestedModels)) {
      const offered = offeredModels.find((each) => each.id === id)
      expect(offered, id).toMatchObject({ hasTerms: false, license: { name: license } })
    }
  })
})
