import { useEffect, useRef, useState } from 'react'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import { dialectOf, diffWords } from '../../../../shared/prompting/index.ts'
import { useServices, useSettings } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { TextField } from '../../../ui/text-field.tsx'
import { useMakeState } from '../form/make-context.ts'
import { useWords } from '../form/use-make.ts'
import { useStudio } from '../studio-context.ts'
import type { ToolDialogProps } from './tool-dialog-props.ts'
import { RewriterSetup } from './rewriter-setup.tsx'
import { useWork } from './use-work.ts'

const wishes = [messages.shorter, messages.moreVivid, messages.morePrecise, messages.simplerWords, messages.inEnglish]

interface Rewritten {
  readonly before: string
  readonly prompt: string
  readonly model: string
  readonly tokens: number | null
}

/** Another wording by a language model, to accept or to leave: nothing is replaced by itself. */
export function RewriteDialog({ onClose }: ToolDialogProps) {
  const { make } = useStudio()
  const { prompt } = useWords()
  const rewriter = useSettings((each) => each.rewriter)
  const [wish, setWish] = useState('')
  const isSetUp = rewriter.baseUrl !== null && rewriter.model !== ''
  const [isSetupShown, setSetupShown] = useState(!isSetUp)
  const { made, work, ask, stop } = useRewriting()
  const isOpen = prompt.trim() !== '' && isSetUp && !work.isBusy
  const use = () => {
    if (made === null) return
    make.prompt.write({ prompt: made.prompt })
    onClose()
    make.prompt.resume()
  }
  const footer = (
    <>
      <span className="prompt-dialog-said" role="status">
        {work.isBusy && messages.rewriting}
        {!work.isBusy &&
          made !== null &&
          `${made.model}${made.tokens === null ? '' : ` · ${messages.tokens({ count: made.tokens })}`}`}
      </span>
      {work.isBusy && <Button onClick={stop}>{messages.stop}</Button>}
      <Button look={made === null ? 'primary' : 'plain'} disabled={!isOpen} onClick={() => ask(prompt, wish)}>
        {made === null ? messages.rewrite : messages.rewriteAgain}
      </Button>
      {made !== null && (
        <Button look="primary" disabled={work.isBusy} onClick={use}>
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
            <button type="button" className="make-link" onClick={() => setSetupShown(true)}>
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
            value={wish}
            onChange={({ target }) => setWish(target.value)}
            onKeyDown={(event) => {
              if (event.key === 'Enter' && isOpen) ask(prompt, wish)
            }}
          />
          <div
            className="compiler-suggestions rewriter-wishes"
            role="group"
            aria-label={messages.suggestedInstructions}
          >
            {wishes.map((each) => (
              <button
                key={each}
                type="button"
                aria-pressed={wish === each}
                onClick={() => setWish(wish === each ? '' : each)}
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
        {made !== null && <Difference made={made} />}
      </div>
    </Dialog>
  )
}

function Difference({ made: { before, prompt } }: { readonly made: Rewritten }) {
  return (
    <p className="word-diff selectable" aria-label={messages.changes}>
      {diffWords(before, prompt).map(({ is, text }, at) => {
        if (is === 'added') return <ins key={at}>{text}</ins>
        if (is === 'removed') return <del key={at}>{text}</del>
        return <span key={at}>{text}</span>
      })}
    </p>
  )
}

/** One question at a time; closing the dialog stops it. */
function useRewriting() {
  const { client } = useServices()
  const { model } = useMakeState()
  const [made, setMade] = useState<Rewritten | null>(null)
  const work = useWork()
  const abort = useRef<AbortController>(null)
  useEffect(() => () => abort.current?.abort(), [])
  const dialect = model === null ? 'sentence' : dialectOf(model.provider.id, model.card)
  const ask = (before: string, wish: string) => {
    const own = new AbortController()
    abort.current?.abort()
    abort.current = own
    void work.run(async () => {
      const input = { prompt: before.trim().slice(0, 20_000), dialect, wish: wish.trim() }
      const answer = await client.call('prompts.rewrite', input, { signal: own.signal })
      const tokens = answer.usage['total_tokens'] ?? null
      setMade({ before: before.trim(), prompt: answer.prompt, model: answer.model, tokens })
    })
  }
  return { made, work, ask, stop: () => abort.current?.abort() }
}
