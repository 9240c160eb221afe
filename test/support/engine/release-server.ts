import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { release } from '../../../src/main/engine-releases/index.ts'
import { serveFile, type FileFaults } from '../hub/serve-file.ts'
import { sendJson, startTinyServer, type TinyServer } from '../tiny-server.ts'
import { zipOf, type RawEntry } from './write-zip.ts'

/** Faults of the following responses. */
export interface ReleaseFaults {
  /** Overrides the digest; null = none is listed. */
  readonly digest?: string | null
  /** The page responds with this status only. */
  readonly pageStatus?: number
  /** Redirect target of the archives. */
  readonly elsewhere?: string
  readonly file?: FileFaults
  /** Sent instead of the archive. */
  readonly bytes?: Buffer
}

export interface ReleaseServer {
  readonly origin: string
  readonly requests: TinyServer['requests']
  faults: ReleaseFaults
  /** Content of every archive. */
  archive: Buffer
  close(): Promise<void>
}

/** Builds an archive like the upstream ones: the library next to its licenses. */
export async function engineArchive(libraryPath: string, more: readonly RawEntry[] = []): Promise<Buffer> {
  return zipOf([
    ...more,
    { name: 'libstable-diffusion.so', bytes: await readFile(libraryPath), mode: 0o100755 },
    { name: 'sd-cli', bytes: Buffer.from('#!/bin/sh\n'), mode: 0o100755 },
    { name: 'ggml.txt', bytes: Buffer.from('MIT License\n') },
    { name: 'stable-diffusion.cpp.txt', bytes: Buffer.from('MIT License\n') },
  ])
}

/** Serves a release page and its archives locally. */
export async function startReleaseServer(archive: Buffer): Promise<ReleaseServer> {
  const { repository, tag, builds } = release
  const names = builds.flatMap(({ archives }) => archives.map(({ name }) => name.replaceAll('*', '1.0')))
  const server = await startTinyServer((request, response) => {
    const { faults } = state
    if (request.url === `/repos/${repository}/releases/tags/${tag}`) {
      if (faults.pageStatus !== undefined) return sendJson(response, { message: 'no' }, faults.pageStatus)
      const digest = `sha256:${createHash('sha256').update(state.archive).digest('hex')}`
      const assets = names.map((name) => ({
        name,
        size: state.archive.length,
        digest: faults.digest === undefined ? digest : faults.digest,
        browser_download_url: `${faults.elsewhere ?? server.origin}/${repository}/releases/download/${tag}/${name}`,
      }))
      return sendJson(response, { tag_name: tag, assets })
    }
    serveFile(request, response, {
      bytes: faults.bytes ?? state.archive,
      etag: '"archive"',
      ...(faults.file && { faults: faults.file }),
    })
  })
  const state: ReleaseServer = {
    origin: server.origin,
    requests: server.requests,
    faults: {},
    archive,
    close: () => server.close(),
  }
  return state
}
