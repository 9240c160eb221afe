import { createHash, randomBytes } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { downloadFile, partBytesOf, type DownloadProgress } from '../../../src/main/downloads/index.ts'
import { failureOf } from '../../support/failure-of.ts'
import { serveFile } from '../../support/hub/serve-file.ts'
import { createNodeTransport } from '../../support/node-transport.ts'
import { mountSmallDisk, type SmallDisk } from '../../support/small-disk.ts'
import { startTinyServer, type TinyServer } from '../../support/tiny-server.ts'

const bytes = randomBytes(20_000_000)
const sha256 = createHash('sha256').update(bytes).digest('hex')

let disk: SmallDisk
let server: TinyServer
beforeEach(async () => {
  // Space for the file and for the reserve that a download leaves free.
  disk = mountSmallDisk(120)
  server = await startTinyServer((request, response) => serveFile(request, response, { bytes, etag: '"one"' }))
})
afterEach(async () => {
  await server.close()
  disk.unmount()
})

const pathOf = () => join(disk.path, 'flux.gguf')

function download(onProgress?: (progress: DownloadProgress) => void) {
  const { signal } = new AbortController()
  const file = { url: `${server.origin}/flux.gguf`, path: pathOf(), sizeBytes: bytes.length, sha256, signal }
  return downloadFile({ ...file, ...(onProgress && { onProgress }) }, { transport: createNodeTransport() })
}

it('reports a disk that fills up during a download, and resumes from there', async () => {
  let isFilled = false
  const error = await failureOf(
    download((progress) => {
      if (isFilled || progress.bytes < 4_000_000) return
      isFilled = true
      disk.fill()
    }),
  )
  expect(error).toMatchObject({ code: 'storage/full', message: expect.stringContaining('start it again to resume') })
  expect(await readdir(disk.path)).toEqual(expect.arrayContaining(['flux.gguf.part']))
  const partBytes = await partBytesOf(pathOf())
  expect(partBytes).toBeGreaterThan(0)
  expect(partBytes).toBeLessThan(bytes.length)

  disk.free()
  expect(await download()).toEqual({ bytes: bytes.length, sha256 })
  expect(server.requests.at(-1)?.headers.range).toBe(`bytes=${partBytes}-`)
  expect(bytes.equals(await readFile(pathOf()))).toBe(true)
  expect(await readdir(disk.path)).toEqual(['flux.gguf'])
})

it('reports a lack of disk space before sending a request', async () => {
  disk.fill(70_000_000)
  expect((await failureOf(download())).code).toBe('storage/full')
  expect(server.requests).toEqual([])
})
