import { AppError } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/downloads.ts'
import type { WireResponse } from '../platform/transport.ts'
import { readRetryAfter } from '../providers/core/read-fault.ts'
import { discard } from '../providers/core/read-response.ts'
import type { Wanted } from './download.ts'
import { isOther, Setback, toStatusError } from './download-errors.ts'
import type { DownloadPartFile } from './part-file.ts'

/**
 * Reads the head of an answer, and makes the part ready for what follows. Returns the size of the whole file; null = it
 * is not told. @throws Setback, download/*
 */
export async function takeResponse(
  reply: WireResponse,
  part: DownloadPartFile,
  wanted: Wanted,
): Promise<number | null> {
  try {
    return await take(reply, part, wanted)
  } catch (thrown) {
    discard(reply)
    throw thrown
  }
}

async function take({ status, headers }: WireResponse, part: DownloadPartFile, wanted: Wanted): Promise<number | null> {
  if (status === 200) {
    const totalBytes = requireSize(lengthOf(headers), wanted)
    // From the beginning: it cannot go on, or the file is another by now.
    await part.startOver(strongTag(headers['etag']))
    return totalBytes
  }
  if (status === 206 && part.bytes() > 0) {
    const [, from, total] = /^bytes (\d+)-\d+\/(\d+|\*)$/.exec(headers['content-range'] ?? '') ?? []
    if (Number(from) !== part.bytes()) throw await otherRange(part, wanted)
    return requireSize(total === '*' ? null : Number(total), wanted)
  }
  if (status === 416 && part.bytes() > 0) {
    const [, total] = /^bytes \*\/(\d+)$/.exec(headers['content-range'] ?? '') ?? []
    if (wanted.sizeBytes === null && Number(total) === part.bytes()) return part.bytes()
    throw await otherRange(part, wanted)
  }
  throw toStatusError(status, readRetryAfter(headers, Date.now()), wanted)
}

function requireSize(toldBytes: number | null, wanted: Wanted): number | null {
  const { sizeBytes } = wanted
  if (toldBytes === null || sizeBytes === null || toldBytes === sizeBytes) return toldBytes ?? sizeBytes
  throw isOther(messages.announcedOtherLength({ toldBytes, sizeBytes }), wanted)
}

/** The length of a packed answer is not that of the file. */
function lengthOf(headers: WireResponse['headers']): number | null {
  const encoding = headers['content-encoding'] ?? 'identity'
  const length = headers['content-length'] ?? ''
  return encoding === 'identity' && /^\d+$/.test(length) ? Number(length) : null
}

/** A weak one says “much the same”, which is not enough to go on in the middle. */
function strongTag(etag: string | undefined): string | null {
  return etag !== undefined && /^"[^"]*"$/.test(etag) ? etag : null
}

async function otherRange(part: DownloadPartFile, { url }: Wanted): Promise<Setback> {
  await part.startOver(null)
  const message = messages.cannotResume({ host: new URL(url).host })
  return new Setback(new AppError('network/interrupted', message))
}
