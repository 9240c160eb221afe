import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import type { WireResponse } from '../platform/network/transport.ts'
import { createDeadline } from '../providers/core/wire/deadline.ts'
import { pause } from '../providers/core/pause.ts'
import { readRetryAfter } from '../providers/core/read-fault.ts'
import { discard } from '../providers/core/wire/read-response.ts'
import { isOther, Setback, toSetback, toStatusError } from './download-errors.ts'
import {
  usualLimits,
  type Downloaded,
  type DownloadLimits,
  type DownloadNeeds,
  type DownloadRequest,
} from './download.ts'
import { openRange } from './open-range.ts'
import { forgetPart, openPart, partPathOf, requireRoom, type DownloadPartFile } from './part-file.ts'
import { throwIfAborted } from '../../shared/util/until-aborted.ts'

/**
 * Downloads a file of any size, resumes a partial download, and gives the file its name only when it is complete and
 * has the announced hash. An interrupted download stays as a part for the next call, in any process. @throws network/*,
 * provider/rate-limited, provider/unavailable, download/*, storage/*, request/cancelled
 */
export async function downloadFile(request: DownloadRequest, needs: DownloadNeeds): Promise<Downloaded> {
  const { path, signal, sizeBytes } = request
  await requireFree(path)
  let isUnwanted = false
  const part = await openPart(request, (bytes) => report(request, 'checking', bytes))
  try {
    if (sizeBytes !== null && part.bytes() > sizeBytes) await part.startOver(null)
    const resumedBytes = part.bytes()
    const downloaded = await receive(part, request, needs).catch(async (thrown: unknown) => {
      if (resumedBytes === 0 || !isMismatch(thrown)) throw thrown
      // The part on disk may be corrupt, for example after a power failure.
      await part.startOver(null)
      return receive(part, request, needs)
    })
    await request.inspect?.(partPathOf(path)).catch((thrown: unknown) => {
      isUnwanted = true
      throw thrown
    })
    await part.file()
    return downloaded
  } catch (thrown) {
    await part.close({ isDiscarded: isUnwanted || isMismatch(thrown) })
    throw signal.aborted ? AppError.cancelled() : thrown
  } finally {
    await part.close()
  }
}

async function requireFree(path: string): Promise<void> {
  const isThere = await stat(path).then(
    () => true,
    () => false,
  )
  if (!isThere) return
  await forgetPart(path).catch(() => undefined)
  throw toFileError(
    Object.assign(new Error('exists'), { code: 'EEXIST' }),
    messages.cannotDownloadFile({ basename: basename(path) }),
  )
}

function isMismatch(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'download/mismatch'
}

/** An attempt that gains fewer bytes counts as failed. */
const gainBytesMin = 16_384

/** Requests until all data is there, then checks it against what was announced. */
async function receive(part: DownloadPartFile, request: DownloadRequest, needs: DownloadNeeds): Promise<Downloaded> {
  const { sizeBytes, sha256, signal } = request
  const limits = { ...usualLimits, ...needs.limits }
  if (sizeBytes !== null) await requireRoom(request.path, sizeBytes - part.bytes())
  let bestBytes = part.bytes()
  for (let tries = 1; part.bytes() !== sizeBytes; tries++) {
    try {
      await receiveRest(part, request, needs, limits)
      break
    } catch (thrown) {
      if (signal.aborted || !(thrown instanceof Setback)) throw thrown
      if (part.bytes() >= bestBytes + gainBytesMin) tries = 1
      bestBytes = Math.max(bestBytes, part.bytes())
      if (tries >= limits.triesMax) throw thrown.error
      report(request, 'retrying', part.bytes())
      await pause(pauseMsOf(thrown, tries, limits), signal)
      throwIfAborted(signal)
    }
  }
  const downloaded = await part.finish()
  if (sizeBytes !== null && downloaded.bytes !== sizeBytes) {
    throw isOther(messages.otherLength({ bytes: downloaded.bytes, sizeBytes }), request)
  }
  if (sha256 !== null && downloaded.sha256 !== sha256) throw isOther(messages.otherContents, request)
  return downloaded
}

function pauseMsOf({ afterMs }: Setback, tries: number, limits: DownloadLimits): number {
  if (afterMs !== null) return Math.min(afterMs, limits.askedPauseMsMax)
  return Math.min(limits.pauseMs * 2 ** (tries - 1), limits.pauseMsMax)
}

/** One connection: continues from the existing data until the end or until it breaks. @throws Setback */
async function receiveRest(
  part: DownloadPartFile,
  download: DownloadRequest,
  { transport }: DownloadNeeds,
  limits: DownloadLimits,
): Promise<void> {
  const { url, headers = {}, path, sizeBytes, signal } = download
  const deadline = createDeadline(signal, Infinity, limits.silenceMs)
  deadline.touch()
  try {
    const request = { url, headers, fromByte: part.bytes(), ifTag: part.etag(), signal: deadline.signal }
    const response = await openRange(request, transport)
    deadline.touch()
    const totalBytes = await takeResponse(response, part, download)
    if (totalBytes === part.bytes()) return
    if (sizeBytes === null && totalBytes !== null) await requireRoom(path, totalBytes - part.bytes())
    for await (const bytes of response.body) {
      deadline.touch()
      if (totalBytes !== null && part.bytes() + bytes.byteLength > totalBytes) {
        throw isOther(messages.longerThanAnnounced({ totalBytes }), download)
      }
      await part.write(bytes)
      report(download, 'receiving', part.bytes(), totalBytes)
    }
    if (totalBytes === null || part.bytes() === totalBytes) return
    throw new Setback(
      new AppError(
        'network/interrupted',
        messages.sentIncompletely({ host: new URL(url).host, basename: basename(path) }),
      ),
    )
  } catch (thrown) {
    throw toSetback(thrown, download, deadline.passedMs())
  } finally {
    deadline.end()
  }
}

function report(
  { onProgress, sizeBytes }: DownloadRequest,
  type: 'checking' | 'receiving' | 'retrying',
  bytes: number,
  totalBytes = sizeBytes,
): void {
  onProgress?.({ type, bytes, totalBytes })
}

/**
 * Reads the response head and prepares the part for the data. Returns the size of the whole file; null = unknown.
 * @throws Setback, download/*
 */
async function takeResponse(
  response: WireResponse,
  part: DownloadPartFile,
  request: DownloadRequest,
): Promise<number | null> {
  try {
    return await take(response, part, request)
  } catch (thrown) {
    discard(response)
    throw thrown
  }
}

async function take(
  { status, headers }: WireResponse,
  part: DownloadPartFile,
  request: DownloadRequest,
): Promise<number | null> {
  if (status === 200) {
    const totalBytes = requireSize(lengthOf(headers), request)
    // Start over: the server cannot resume, or the file has changed.
    await part.startOver(strongTag(headers['etag']))
    return totalBytes
  }
  if (status === 206 && part.bytes() > 0) {
    const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? []
    if (Number(from) !== part.bytes()) throw await otherRange(part, request)
    return requireSize(total === '*' ? null : Number(total), request)
  }
  if (status === 416 && part.bytes() > 0) {
    const [, total] = /^bytes \*\/(\d+)$/.exec(headers['content-range'] ?? '') ?? []
    if (request.sizeBytes === null && Number(total) === part.bytes()) return part.bytes()
    throw await otherRange(part, request)
  }
  throw toStatusError(status, readRetryAfter(headers, Date.now()), request)
}

function requireSize(statedBytes: number | null, request: DownloadRequest): number | null {
  const { sizeBytes } = request
  if (statedBytes === null || sizeBytes === null || statedBytes === sizeBytes) return statedBytes ?? sizeBytes
  throw isOther(messages.announcedOtherLength({ statedBytes, sizeBytes }), request)
}

/** The length of a compressed response is not that of the file. */
function lengthOf(headers: WireResponse['headers']): number | null {
  const encoding = headers['content-encoding'] ?? 'identity'
  const length = headers['content-length'] ?? ''
  return encoding === 'identity' && /^\d+$/.test(length) ? Number(length) : null
}

/** A weak tag means “roughly equal”, which is not enough to resume. */
function strongTag(etag: string | undefined): string | null {
  return etag !== undefined && /^"[^"]*"$/.test(etag) ? etag : null
}

async function otherRange(part: DownloadPartFile, { url }: DownloadRequest): Promise<Setback> {
  await part.startOver(null)
  const message = messages.cannotResume({ host: new URL(url).host })
  return new Setback(new AppError('network/interrupted', message))
}
