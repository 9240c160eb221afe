import type { Output, ParsedInput } from '../../shared/contract/index.ts'
import type { PromptMemory, Snippet, Style, WildcardFile } from '../../shared/domain/prompts.ts'
import type { KeyView } from '../../shared/domain/provider.ts'
import type { ConfirmAddress } from '../providers/core/address-consent.ts'
import type { ApproveSpend } from '../jobs/attempt-book.ts'

export type PromptsChange = 'history' | 'snippets' | 'wildcards' | 'styles'

/** What is kept of prompts: those that were sent, pieces, lists and styles; and the language model that rewrites them. */
export interface Prompts {
  /** Whenever a request with words is queued. Does not reject: a picture counts more than its words. */
  noteSent(words: { readonly prompt: string; readonly negativePrompt: string | null }): Promise<void>
  /** Newest first. */
  history(filter: { readonly words: string; readonly limit: number }): Promise<PromptMemory[]>
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
  /** Those that come with Atelier first. */
  styles(): Promise<Style[]>
  /** @throws request/invalid for the id of one that comes with Atelier */
  saveStyle(style: Style): Promise<Style[]>
  deleteStyle(id: string): Promise<Style[]>
  /** Reads Atelier's own JSON, or a `styles.csv`. @throws storage/*, media/unsupported */
  importStyles(path: string): Promise<{ added: number; skipped: number }>
  /** The person's own. Returns how many. @throws storage/* */
  exportStyles(path: string): Promise<number>
  /** Asks the language model, once. @throws configuration/invalid where none is set, and every fault of a service */
  rewrite(
    wish: ParsedInput<'prompts.rewrite'>,
    signal: AbortSignal,
    approve?: ApproveSpend,
  ): Promise<Output<'prompts.rewrite'>>
  /** @throws configuration/invalid for an unusable address, request/cancelled where the person does not want it */
  setRewriter(rewriter: { readonly baseUrl: string; readonly model: string }, confirm: ConfirmAddress): Promise<void>
  rewriterKey(): Promise<KeyView>
  /** null = forget it. @throws credential/unavailable, request/invalid */
  setRewriterKey(key: string | null, keep: 'keychain' | 'session'): Promise<KeyView>
  onChanged(listener: (what: PromptsChange) => void): () => void
}
