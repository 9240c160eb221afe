import { useEffect, useRef, useState } from 'react'
import type { KeyView } from '../../../../shared/domain/provider.ts'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import { dialectOf, diffWords } from '../../../../shared/prompting/index.ts'
import { useServices, useSettings, useWork } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/fields/text-field.tsx'
import { useGenerateState } from '../form/generate-context.ts'
import { usePrompts } from '../form/use-generate.ts'
import { useStudio } from '../studio-context.ts'
import { type ToolDialogProps } from './prompt-dialog-hooks.ts'

const suggestions = [
  messages.shorter,
  messages.moreVivid,
  messages.morePrecise,
  messages.simplerWords,
  messages.inEnglish,
]

interface Rewritten {
  readonly before: string
  readonly prompt: string
  readonly model: string
  readonly tokens: number | null
}

/** A rewording by a language model, to accept or to ignore: nothing is replaced automatically. */
export function RewriteDialog({ onClose }: ToolDialogProps) {
  const { form } = useStudio()
  const { prompt } = usePrompts()
  const rewriter = useSettings((each) => each.rewriter)
  const [instruction, setInstruction] = useState('')
  const isSetUp = rewriter.baseUrl !== null && rewriter.model !== ''
  const [isSetupShown, setSetupShown] = useState(!isSetUp)
  const { rewritten, work, ask, stop } = useRewriting()
  const isOpen = prompt.trim() !== '' && isSetUp && !work.isBusy
  const use = () => {
    if (rewritten === null) return
    form.prompt.write({ prompt: rewritten.prompt })
    onClose()
    form.prompt.resume()
  }
  const footer = (
    <>
      <span className="prompt-dialog-said" role="status">
        {work.isBusy && messages.rewriting}
        {!work.isBusy &&
          rewritten !== null &&
          `${rewritten.model}${rewritten.tokens === null ? '' : ` · ${messages.tokens({ count: rewritten.tokens })}`}`}
      </span>
      {work.isBusy && <Button onClick={stop}>{messages.stop}</Button>}
      <Button
        variant={rewritten === null ? 'primary' : 'plain'}
        disabled={!isOpen}
        onClick={() => ask(prompt, instruction)}
      >
        {rewritten === null ? messages.rewrite : messages.rewriteAgain}
      </Button>
      {rewritten !== null && (
        <Button variant="primary" disabled={work.isBusy} onClick={use}>
          {messages.applyPrompt}
        </Button>
      )}
    </>
  )
  return (
    <Dialog title={messages.rewriteWithAi} className="rewriter" footer={footer} onClose={onClose}>
      <div className="dialog-body">
        {isSetupShown ? (
          <RewriterSetup onDone={() => setSetupShown(false)} />
        ) : (
          <p className="prompt-hint">
            {messages.rewriter({ model: rewriter.model, address: rewriter.baseUrl ?? '' })}{' '}
            <button type="button" className="generate-link" onClick={() => setSetupShown(true)}>
              {messages.change}
            </button>
          </p>
        )}
        <div>
          <TextField
            label={messages.instructions}
            placeholder={messages.instructionsPlaceholder}
            maxLength={1_000}
            data-autofocus={isSetUp || undefined}
            value={instruction}
            onChange={({ target }) => setInstruction(target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && isOpen) ask(prompt, instruction)
            }}
          />
          <div
            className="compiler-suggestions rewriter-wishes"
            role="group"
            aria-label={messages.suggestedInstructions}
          >
            {suggestions.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={instruction === each}
                onClick={() => setInstruction(instruction === each ? '' : each)}
              >
                {each}
              </button>
            ))}
          </div>
        </div>
        {prompt.trim() === '' && <p className="prompt-hint">{messages.writePromptFirst}</p>}
        {work.problem !== null && (
          <p className="prompt-dialog-problem" role="alert">
            {work.problem}
          </p>
        )}
        {rewritten !== null && <Difference rewritten={rewritten} />}
      </div>
    </Dialog>
  )
}

function Difference({ rewritten: { before, prompt } }: { readonly rewritten: Rewritten }) {
  return (
    <p className="word-diff selectable" aria-label={messages.changes}>
      {diffWords(before, prompt).map(({ type, text }, at) => {
        if (type === 'added') return <ins key={at}>{text}</ins>
        if (type === 'removed') return <del key={at}>{text}</del>
        return <span key={at}>{text}</span>
      })}
    </p>
  )
}

/** One request at a time; closing the dialog cancels it. */
function useRewriting() {
  const { client } = useServices()
  const { model } = useGenerateState()
  const [rewritten, setRewritten] = useState<Rewritten | null>(null)
  const work = useWork()
  const abort = useRef<AbortController>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const dialect = model === null ? 'sentence' : dialectOf(model.provider.id, model.card)
  const ask = (before: string, instruction: string) => {
    const controller = new AbortController()
    abort.current?.abort()
    abort.current = controller
    void work.run(async () => {
      const input = { prompt: before.trim().slice(0, 20_000), dialect, wish: instruction.trim() }
      const response = await client.call('prompts.rewrite', input, { signal: controller.signal })
      const tokens = response.usage['total_tokens'] ?? null
      setRewritten({ before: before.trim(), prompt: response.prompt, model: response.model, tokens })
    })
  }
  return { rewritten, work, ask, stop: () => abort.current?.abort() }
}

/** Setup of the language model: any OpenAI-compatible chat completions endpoint, including a local one. */
function RewriterSetup({ onDone }: { readonly onDone: () => void }) {
  const { client } = useServices()
  const rewriter = useSettings((each) => each.rewriter)
  const [address, setAddress] = useState(rewriter.baseUrl ?? '')
  const [model, setModel] = useState(rewriter.model)
  const [secret, setSecret] = useState('')
  const { key, setKey } = useKey()
  const work = useWork()
  const problem = address.trim() === '' || isAddress(address) ? null : messages.enterAddress
  const isOpen = address.trim() !== '' && problem === null && model.trim() !== '' && !work.isBusy
  const keep = () =>
    work.run(async () => {
      await client.call('prompts.setRewriter', { baseUrl: address.trim(), model: model.trim() })
      if (secret.trim() !== '') {
        const where = key?.keychainProblem === null ? 'keychain' : 'session'
        setKey(await client.call('prompts.setRewriterKey', { key: secret.trim(), keep: where }))
        setSecret('')
      }
      onDone()
    })
  const forget = () =>
    work.run(async () => setKey(await client.call('prompts.setRewriterKey', { key: null, keep: 'keychain' })))
  return (
    <div className="rewriter-setup">
      <TextField
        label={messages.address}
        placeholder="http://localhost:11434/v1"
        maxLength={500}
        data-autofocus
        problem={problem}
        value={address}
        onChange={({ target }) => setAddress(target.value)}
      />
      <TextField
        label={messages.model}
        placeholder={messages.modelNameOnServer}
        maxLength={300}
        value={model}
        onChange={({ target }) => setModel(target.value)}
      />
      <TextField
        label={messages.apiKey}
        type="password"
        placeholder={
          key === null || key.ending === null ? messages.noKeyNeeded : messages.keyEndsWith({ ending: key.ending })
        }
        value={secret}
        onChange={({ target }) => setSecret(target.value)}
      />
      {key?.keychainProblem !== null && key !== null && (
        <p className="prompt-hint">{messages.keyKeptUntilQuit({ problem: key.keychainProblem })}</p>
      )}
      {work.problem !== null && <p className="prompt-dialog-problem">{work.problem}</p>}
      <div className="rewriter-setup-actions">
        {key !== null && key.ending !== null && (
          <Button variant="quiet" disabled={work.isBusy} onClick={() => void forget()}>
            {messages.removeApiKey}
          </Button>
        )}
        <Button disabled={!isOpen} onClick={() => void keep()}>
          {messages.save}
        </Button>
      </div>
    </div>
  )
}

function isAddress(text: string): boolean {
  return /^https?:$/.test(URL.parse(text.trim())?.protocol ?? '')
}

function useKey() {
  const { client } = useServices()
  const [key, setKey] = useState<KeyView | null>(null)
  useEffect(() => {
    // Without a response the field shows no key state; setting a key reports the problem.
    client.call('prompts.rewriterKey', {}).then(setKey, () => undefined)
  }, [client])
  return { key, setKey }
}
