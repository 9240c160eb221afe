import type { Output, ParsedInput } from '../../shared/contract/index.ts'
import type { PromptMemory, Snippet, Style, WildcardFile } from '../../shared/domain/prompts.ts'
import type { KeyView } from '../../shared/domain/provider.ts'
import type { ConfirmAddress } from '../providers/core/address-consent.ts'
import type { ApproveSpend } from '../jobs/attempt-ledger.ts'

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
