import type { Output, ParsedInput } from '../../shared/contract/index.ts'
import type { PromptMemory, Snippet, Style, WildcardFile, RewriterSettings } from '../../shared/domain/prompts.ts'
import type { KeyView } from '../../shared/domain/provider.ts'
import type { ConfirmAddress } from '../providers/core/address-consent.ts'
import type { ApproveSpend, Admitter, AttemptLedger } from '../jobs/attempt-ledger.ts'
import { join } from 'node:path'
import type { Settings } from '../../shared/domain/settings.ts'
import { AppError } from '../../shared/errors/index.ts'
import { createEmitter } from '../../shared/util/create-emitter.ts'
import type { Database } from '../database/index.ts'
import type { Clock } from '../platform/clock.ts'
import type { HomePaths } from '../platform/home-paths.ts'
import type { Logger } from '../platform/logger.ts'
import type { Transport } from '../platform/network/transport.ts'
import { environmentNameOf, type Secrets } from '../secrets/index.ts'
import { createStyles } from './own-styles.ts'
import { createWildcardFiles } from './wildcard-files.ts'

export type PromptsChange = 'history' | 'snippets' | 'wildcards' | 'styles'

/** Prompt history, snippets, wildcards and styles, and the language model that rewrites prompts. */
export interface Prompts {
  /**
   * Called whenever a request with a prompt is queued. Does not reject: an image matters more than its history entry.
   */
  recordSent(prompts: { readonly prompt: string; readonly negativePrompt: string | null }): Promise<void>
  /** Newest first. */
  history(filter: { readonly query: string; readonly limit: number }): Promise<PromptMemory[]>
  /** null = all. */
  forget(ids: readonly number[] | null): Promise<void>
  snippets(): Promise<Snippet[]>
  saveSnippet(snippet: Snippet): Promise<Snippet[]>
  deleteSnippet(id: string): Promise<Snippet[]>
  wildcards(): Promise<WildcardFile[]>
  /** @throws storage/* */
  saveWildcard(file: WildcardFile): Promise<void>
  /** @throws storage/* */
  deleteWildcard(name: string): Promise<void>
  /** The bundled ones first. */
  styles(): Promise<Style[]>
  /** @throws request/invalid for the id of a bundled style */
  saveStyle(style: Style): Promise<Style[]>
  deleteStyle(id: string): Promise<Style[]>
  /** Reads Atelier's own JSON or a `styles.csv`. @throws storage/*, media/unsupported */
  importStyles(path: string): Promise<{ added: number; skipped: number }>
  /** Exports the user's own styles. Returns the number. @throws storage/* */
  exportStyles(path: string): Promise<number>
  /** Sends one request to the language model. @throws configuration/invalid if none is set, and every provider error */
  rewrite(
    request: ParsedInput<'prompts.rewrite'>,
    signal: AbortSignal,
    approve?: ApproveSpend,
  ): Promise<Output<'prompts.rewrite'>>
  /** @throws configuration/invalid for an invalid address, request/cancelled if the user declines */
  setRewriter(rewriter: { readonly baseUrl: string; readonly model: string }, confirm: ConfirmAddress): Promise<void>
  rewriterKey(): Promise<KeyView>
  /** null = delete it. @throws credential/unavailable, request/invalid */
  setRewriterKey(key: string | null, keep: 'keychain' | 'session'): Promise<KeyView>
  onChanged(listener: (change: PromptsChange) => void): () => void
}

export interface PromptsOptions {
  readonly database: Pick<Database, 'call'>
  readonly paths: Pick<HomePaths, 'root'>
  /** The file of the bundled styles. */
  readonly stylesFile: string
  readonly secrets: Secrets
  readonly settings: {
    get(): Pick<Settings, 'rewriter'>
    change(patch: Pick<Settings, 'rewriter'>): Promise<unknown>
  }
  readonly transport: Transport
  readonly attempts: Pick<AttemptLedger, 'open' | 'close'>
  readonly admitter: Pick<Admitter, 'admit'>
  readonly clock: Clock
  readonly logger: Pick<Logger, 'warn' | 'error'>
  readonly appVersion: string
}

export function createPrompts(options: PromptsOptions): Prompts {
  const { database, paths, stylesFile, secrets, settings, clock, logger } = options
  const { on: onChanged, emit } = createEmitter<[PromptsChange]>()
  const styles = createStyles({ database, stylesFile, onChanged: () => emit('styles') })
  const wildcards = createWildcardFiles(join(paths.root, 'wildcards'), logger)

  async function emitAfter<T>(change: PromptsChange, work: Promise<T>): Promise<T> {
    const result = await work
    emit(change)
    return result
  }

  return {
    async recordSent({ prompt, negativePrompt }) {
      const prompts = { prompt: prompt.trim(), negativePrompt: (negativePrompt ?? '').trim() }
      if (prompts.prompt === '' && prompts.negativePrompt === '') return
      try {
        await emitAfter('history', database.call('prompts.note', { ...prompts, atMs: clock.nowMs() }))
      } catch (thrown) {
        logger.error('prompts.not-noted', { error: thrown })
      }
    },
    history: (filter) => database.call('prompts.history', filter),
    forget: (ids) => emitAfter('history', database.call('prompts.forget', { ids })),
    snippets: () => database.call('prompts.snippets', null),
    saveSnippet: (snippet) => emitAfter('snippets', database.call('prompts.saveSnippet', snippet)),
    deleteSnippet: (id) => emitAfter('snippets', database.call('prompts.deleteSnippet', { id })),
    wildcards: () => wildcards.list(),
    saveWildcard: (file) => emitAfter('wildcards', wildcards.save(file)),
    deleteWildcard: (name) => emitAfter('wildcards', wildcards.remove(name)),
    styles: () => styles.list(),
    saveStyle: (style) => styles.save(style),
    deleteStyle: (id) => styles.remove(id),
    importStyles: (path) => styles.importFrom(path),
    exportStyles: (path) => styles.exportTo(path),
    async rewrite(request, signal, approve) {
      // Its network code is not needed at startup.
      const { rewritePrompt } = await import('./rewrite-prompt.ts')
      const { rewriter } = settings.get()
      const key = await findKey(secrets, rewriter)
      return rewritePrompt(request, signal, { ...options, settings: rewriter, key, approve })
    },
    async setRewriter({ baseUrl, model }, confirm) {
      const { agreeOnRewriter } = await import('./agree-on-rewriter.ts')
      const address = await agreeOnRewriter(settings.get().rewriter, { baseUrl, secrets, confirm })
      await settings.change({ rewriter: { baseUrl: address, model } })
    },
    rewriterKey: () => viewKey(secrets),
    async setRewriterKey(key, keep) {
      if (key === null) await secrets.delete('rewriter')
      else await secrets.set('rewriter', key, { host: hostOf(settings.get().rewriter), keep })
      return viewKey(secrets)
    },
    onChanged,
  }
}

/** null if there is no key or the keychain cannot be read: a local server must work without one. */
async function findKey(secrets: Secrets, rewriter: RewriterSettings): Promise<string | null> {
  const host = hostOf(rewriter)
  if (host === null) return null
  try {
    const secret = await secrets.get('rewriter', { host, isNamedOutside: false })
    return secret.type === 'key' ? secret.key : null
  } catch (thrown) {
    const isAbsent =
      thrown instanceof AppError && ['credential/missing', 'credential/unavailable'].includes(thrown.code)
    if (isAbsent) return null
    throw thrown
  }
}

/** null if no address is set. */
function hostOf({ baseUrl }: RewriterSettings): string | null {
  return URL.parse(baseUrl ?? '')?.origin ?? null
}

async function viewKey(secrets: Secrets): Promise<KeyView> {
  const { source, ending, keychainProblem } = await secrets.status('rewriter')
  return {
    need: 'optional',
    form: 'key',
    source,
    ending,
    variable: environmentNameOf('rewriter'),
    keychainProblem,
    pageUrl: null,
  }
}
