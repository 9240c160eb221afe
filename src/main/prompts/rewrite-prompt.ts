import { randomUUID } from 'node:crypto'
import { z } from 'zod'
import type { Output, ParsedInput } from '../../shared/contract/index.ts'
import type { AttemptEnd } from '../../shared/domain/ledger.ts'
import type { Dialect, RewriterSettings } from '../../shared/domain/prompts.ts'
import { AppError, toErrorData } from '../../shared/errors/index.ts'
import * as messages from '../../shared/messages/en/prompting.ts'
import type { Admitter, ApproveSpend, AttemptLedger, OverLimit } from '../jobs/attempt-ledger.ts'
import type { Clock } from '../platform/clock.ts'
import type { Transport } from '../platform/network/transport.ts'
import { createCallContext, type ProviderCallContext } from '../providers/core/call-context.ts'
import type { CallLimits, CallService } from '../providers/core/call-parts.ts'
import { callOf } from '../providers/core/create-call.ts'
import { FaultOutcome } from '../providers/core/fault-errors.ts'
import { addressOf, isOwnNetwork } from '../providers/core/wire/private-address.ts'
import { versionedPath } from '../providers/core/wire/url-policy.ts'
import { cleanResponse } from './clean-response.ts'

const dialectInstructions: Readonly<Record<Dialect, string>> = {
  sentence: 'Write plain sentences, as one would describe an image to a painter.',
  tags: 'Write a list of short phrases, separated by commas, the most important first.',
  weights:
    'Write a list of short phrases, separated by commas, the most important first. Weights such as (word:1.2) are allowed; keep those that are there.',
}

export interface RewriterOptions {
  readonly settings: RewriterSettings
  /** null = none is set: servers on this computer need none. */
  readonly key: string | null
  readonly transport: Transport
  readonly attempts: Pick<AttemptLedger, 'open' | 'close'>
  readonly admitter: Pick<Admitter, 'admit'>
  /** Asks the user before a limit is exceeded; absent = nobody can be asked. */
  readonly approve?: ApproveSpend | undefined
  readonly clock: Clock
  readonly appVersion: string
  readonly limits?: Partial<CallLimits>
  readonly timeoutMs?: number
}

type Rewritten = Output<'prompts.rewrite'>

const replySchema = z.object({
  model: z.string().nullish(),
  choices: z
    .array(
      z.object({
        message: z.object({
          content: z.union([z.string(), z.array(z.object({ text: z.string().nullish() }))]).nullish(),
          refusal: z.string().nullish(),
        }),
      }),
    )
    .min(1),
  usage: z.record(z.string(), z.unknown()).nullish(),
})

/** A response has a few hundred words. */
const replyBytesMax = 2_000_000

/**
 * Asks a language model to reword a prompt: one request, repeated only if it provably never arrived, and recorded in
 * the ledger before it is sent. @throws configuration/invalid if no model is set, money/* if a limit asks or stops, and
 * every provider error, without secrets
 */
export async function rewritePrompt(
  { prompt, dialect, wish }: ParsedInput<'prompts.rewrite'>,
  signal: AbortSignal,
  options: RewriterOptions,
): Promise<Rewritten> {
  const { settings, attempts, clock } = options
  const { baseUrl, model } = requireModel(settings)
  const { context, watch } = openCall(baseUrl, signal, options)
  const isAtHome = context.adapter.kind === 'local'
  const id = await noteBefore(model, { ...options, isFree: isAtHome, host: new URL(baseUrl).host })
  const blank = { picturesCame: 0, realUsd: null, usage: {}, requestId: null, handle: null, words: null }
  const close = (end: Pick<AttemptEnd, 'outcome' | 'billed'> & Partial<AttemptEnd>) =>
    attempts.close(id, { ...blank, endedAtMs: clock.nowMs(), requestId: context.ledger.requestId, ...end })
  let usage: Record<string, number> = {}
  try {
    const body = { json: { model, messages: rewriteMessages(prompt, dialect, wish), stream: false } }
    const call = callOf(context)
    const request = { method: 'POST', path: versionedPath(call, '/chat/completions'), body, isPaid: true } as const
    const response = await call.json(request, replySchema)
    usage = numbersIn(response.usage ?? {})
    const rewritten = { prompt: readAnswer(response, context), model: response.model ?? model, usage }
    await close({ outcome: 'done', billed: isAtHome ? 'no' : 'yes', usage })
    return rewritten
  } catch (thrown) {
    await close({ ...endOf(thrown, watch.wasSent && !isAtHome), usage })
    throw thrown
  }
}

/** Checks the limits if it may cost something, and records it in the ledger. Returns the entry. */
async function noteBefore(
  model: string,
  options: Pick<RewriterOptions, 'attempts' | 'admitter' | 'approve' | 'clock'> & { isFree: boolean; host: string },
): Promise<number> {
  const { attempts, admitter, approve, clock, isFree, host } = options
  const approveOver = approve && ((over: OverLimit) => approve({ ...over, services: [host] }))
  const giveBack = isFree ? null : await admitter.admit({ runId: null, estimates: [null], approve: approveOver })
  try {
    return await attempts.open({
      atMs: clock.nowMs(),
      callId: randomUUID(),
      runId: null,
      documentId: null,
      provider: 'rewriter',
      model,
      operation: 'rewrite',
      pictures: 0,
      estimateUsd: isFree ? 0 : null,
      estimateAsOf: null,
    })
  } finally {
    await giveBack?.()
  }
}

function requireModel({ baseUrl, model }: RewriterSettings): { baseUrl: string; model: string } {
  if (baseUrl !== null && model.trim() !== '') return { baseUrl, model: model.trim() }
  throw new AppError('configuration/invalid', messages.noRewriter)
}

function openCall(baseUrl: string, signal: AbortSignal, options: RewriterOptions) {
  const { key, transport, appVersion, limits, timeoutMs = 180_000 } = options
  if (key !== null && !/^[\x21-\x7e]+$/u.test(key)) {
    throw new AppError('credential/rejected', messages.rewriterKeyInvalid)
  }
  const watch = { wasSent: false }
  const context = createCallContext({
    adapter: serviceAt(baseUrl, timeoutMs),
    credentialHeaders: key === null ? {} : { authorization: `Bearer ${key}` },
    secrets: key === null ? [] : [key],
    baseUrl,
    transport,
    signal,
    appVersion,
    onUpdate: () => undefined,
    onSending: () => {
      watch.wasSent = true
    },
    onAnswer: () => undefined,
    limits: { replyBytesMax, ...limits },
  })
  return { context, watch }
}

function serviceAt(baseUrl: string, timeoutMs: number): CallService {
  return {
    id: 'rewriter',
    label: messages.languageModel,
    kind: isHomeAddress(baseUrl) ? 'local' : 'cloud',
    baseUrl,
    apiHosts: [],
    deliveryHosts: [],
    credential: { need: 'optional', form: 'key', pageUrl: null },
    advice: { checkKey: messages.checkRewriterKey, checkAddress: messages.checkRewriterAddress },
    timing: { submitTimeoutMs: timeoutMs, pollEveryMs: timeoutMs, deadlineMs: timeoutMs },
    readFailure: () => null,
  }
}

/** The user's own server does not bill. */
function isHomeAddress(baseUrl: string): boolean {
  const hostname = URL.parse(baseUrl)?.hostname ?? ''
  const address = addressOf(hostname)
  return address === null ? /(^|\.)(localhost|local)\.?$/iu.test(hostname) : isOwnNetwork(address)
}

function readAnswer({ choices }: z.output<typeof replySchema>, { errors }: ProviderCallContext): string {
  const [first] = choices
  const { content, refusal } = first?.message ?? {}
  const text = typeof content === 'string' ? content : (content ?? []).map((part) => part.text ?? '').join('')
  const prompt = cleanResponse(errors.redactSecrets(text))
  if (prompt !== '') return prompt
  throw errors.make({
    code: 'provider/bad-reply',
    summary: refusal ? messages.refusedToRewrite : messages.emptyRewrite,
    ...(refusal && { message: refusal }),
    isBilled: 'yes',
    advice: messages.promptUnchanged,
  })
}

function numbersIn(usage: Readonly<Record<string, unknown>>): Record<string, number> {
  const numbers = Object.entries(usage).filter(
    (entry): entry is [string, number] => typeof entry[1] === 'number' && Number.isFinite(entry[1]),
  )
  return Object.fromEntries(numbers)
}

/** `mayCost`: it was sent to a service that bills. */
function endOf(thrown: unknown, mayCost: boolean): Pick<AttemptEnd, 'outcome' | 'billed' | 'words'> {
  const { code, message, detail } = toErrorData(thrown)
  const isBilled =
    thrown instanceof FaultOutcome && thrown.state.type === 'refused' ? thrown.state.isBilled : detail?.['isBilled']
  const billed = isBilled === 'yes' || isBilled === 'no' ? isBilled : 'unknown'
  if (code === 'request/cancelled') return { outcome: 'cancelled', billed: mayCost ? 'unknown' : 'no', words: message }
  const isRefused = thrown instanceof FaultOutcome && thrown.state.type === 'refused'
  return { outcome: isRefused ? 'refused' : 'failed', billed: mayCost ? billed : 'no', words: message }
}

/** The messages sent to the language model. */
function rewriteMessages(prompt: string, dialect: Dialect, wish: string) {
  const rules = [
    'You rewrite prompts for programs that draw images.',
    'Keep what the prompt asks for: its subject, its names, its words in quotes and its language.',
    'Add what an image needs and the prompt leaves open: setting, light, composition, materials. Stay concrete and short.',
    dialectInstructions[dialect],
    'Answer with the new prompt alone: no introduction, no explanation, no quotes around it.',
  ]
  const task = wish.trim() === '' ? prompt : `${prompt}\n\n---\nWhat is wished for: ${wish.trim()}`
  return [
    { role: 'system', content: rules.join(' ') },
    { role: 'user', content: task },
  ]
}
