import { stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { AppError, toFileError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import { createDeadline } from '../providers/core/deadline.ts'
import { pause } from '../providers/core/pause.ts'
import { usualLimits, type Downloaded, type DownloadLimits, type DownloadNeeds, type Wanted } from './download.ts'
import { isOther, Setback, toSetback } from './download-errors.ts'
import { openRange } from './open-range.ts'
import { discardPart, openPart, partPathOf, requireRoom, type DownloadPartFile } from './part-file.ts'
import { takeResponse } from './take-response.ts'

/**
 * Downloads a file of any size, goes on with what came before, and gives it its name only when it is whole and has the
 * announced hash. What broke off stays as a part for the next call, in whichever process.
 * @throws network/*, provider/rate-limited, provider/unavailable, download/*, storage/*, request/cancelled
 */
export async function downloadFile(wanted: Wanted, needs: DownloadNeeds): Promise<Downloaded> {
  const { path, signal, sizeBytes } = wanted
  await requireFree(path)
  let isUnwanted = false
  const part = await openPart(wanted, (bytes) => report(wanted, 'checking', bytes))
  try {
    if (sizeBytes !== null && part.bytes() > sizeBytes) await part.startOver(null)
    const resumedBytes = part.bytes()
    const downloaded = await receive(part, wanted, needs).catch(async (thrown: unknown) => {
      if (resumedBytes === 0 || !isMismatch(thrown)) throw thrown
      // The fault may be in the beginning that lay on the disk, as after a power cut.
      await part.startOver(null)
      return receive(part, wanted, needs)
    })
    await wanted.inspect?.(partPathOf(path)).catch((thrown: unknown) => {
      isUnwanted = true
      throw thrown
    })
    await part.file()
    return downloaded
  } catch (thrown) {
    await part.close()
    if (isUnwanted || isMismatch(thrown)) await discardPart(path)
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
  if (isThere)
    throw toFileError(
      Object.assign(new Error('exists'), { code: 'EEXIST' }),
      messages.downloadFile({ basename: basename(path) }),
    )
}

function isMismatch(thrown: unknown): boolean {
  return thrown instanceof AppError && thrown.code === 'download/mismatch'
}

const longestTimerMs = 2_147_483_647
/** A try that brings less is none. */
const gainBytesMin = 16_384

/** Asks until all is there, and holds it against what was announced. */
async function receive(part: DownloadPartFile, wanted: Wanted, needs: DownloadNeeds): Promise<Downloaded> {
  const { sizeBytes, sha256, signal } = wanted
  const limits = { ...usualLimits, ...needs.limits }
  if (sizeBytes !== null) await requireRoom(wanted.path, sizeBytes - part.bytes())
  let bestBytes = part.bytes()
  for (let tries = 1; part.bytes() !== sizeBytes; tries++) {
    try {
      await receiveRest(part, wanted, needs, limits)
      break
    } catch (thrown) {
      if (signal.aborted || !(thrown instanceof Setback)) throw thrown
      if (part.bytes() >= bestBytes + gainBytesMin) tries = 1
      bestBytes = Math.max(bestBytes, part.bytes())
      if (tries >= limits.triesMax) throw thrown.error
      report(wanted, 'retrying', part.bytes())
      await pause(pauseMsOf(thrown, tries, limits), signal)
      if (signal.aborted) throw AppError.cancelled()
    }
  }
  const downloaded = await part.finish()
  if (sizeBytes !== null && downloaded.bytes !== sizeBytes) {
    throw isOther(messages.otherLength({ bytes: downloaded.bytes, sizeBytes }), wanted)
  }
  if (sha256 !== null && downloaded.sha256 !== sha256) throw isOther(messages.otherContents, wanted)
  return downloaded
}

function pauseMsOf({ afterMs }: Setback, tries: number, limits: DownloadLimits): number {
  if (afterMs !== null) return Math.min(afterMs, limits.askedPauseMsMax)
  return Math.min(limits.pauseMs * 2 ** (tries - 1), limits.pauseMsMax)
}

/** One connection: from what there is to the end, or to where it breaks. @throws Setback */
async function receiveRest(
  part: DownloadPartFile,
  wanted: Wanted,
  { transport }: DownloadNeeds,
  limits: DownloadLimits,
): Promise<void> {
  const { url, headers = {}, path, sizeBytes, signal } = wanted
  const deadline = createDeadline(signal, longestTimerMs, limits.silenceMs)
  deadline.touch()
  try {
    const request = { url, headers, fromByte: part.bytes(), ifTag: part.etag(), signal: deadline.signal }
    const reply = await openRange(request, transport)
    deadline.touch()
    const totalBytes = await takeResponse(reply, part, wanted)
    if (totalBytes === part.bytes()) return
    if (sizeBytes === null && totalBytes !== null) await requireRoom(path, totalBytes - part.bytes())
    for await (const bytes of reply.body) {
      deadline.touch()
      if (totalBytes !== null && part.bytes() + bytes.byteLength > totalBytes) {
        throw isOther(messages.longerThanAnnounced({ totalBytes }), wanted)
      }
      await part.write(bytes)
      report(wanted, 'receiving', part.bytes(), totalBytes)
    }
    if (totalBytes === null || part.bytes() === totalBytes) return
    throw new Setback(
      new AppError(
        'network/interrupted',
        messages.sentIncompletely({ host: new URL(url).host, basename: basename(path) }),
      ),
    )
  } catch (thrown) {
    throw toSetback(thrown, wanted, deadline.passedMs())
  } finally {
    deadline.end()
  }
}

function report(
  { onProgress, sizeBytes }: Wanted,
  is: 'checking' | 'receiving' | 'retrying',
  bytes: number,
  totalBytes = sizeBytes,
): void {
  onProgress?.({ is, bytes, totalBytes })
}
