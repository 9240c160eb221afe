import { Command as Cmdk } from 'cmdk'
import { X } from 'lucide-react'
import { useEffect, useState, type KeyboardEvent } from 'react'
import type { PromptMemory } from '../../../../shared/domain/prompts.ts'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import { useServices, useWork } from '../../../client/index.ts'
import { formatDate } from '../../../lib/format.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { Kbd } from '../../../ui/kbd.tsx'
import { ListEmpty } from '../../../ui/empty-state.tsx'
import { useStudio } from '../studio-context.ts'
import { type ToolDialogProps } from './prompt-dialog-hooks.ts'

/** Sent prompts, newest first: searchable by any word, Enter puts one into the form. */
export function HistoryDialog({ onClose }: ToolDialogProps) {
  const { client } = useServices()
  const { form } = useStudio()
  const [search, setSearch] = useState('')
  const { found, problem } = useFound(search)
  const [isSure, setSure] = useState(false)
  const [marked, setMarked] = useState('')
  const work = useWork()
  const use = ({ prompt, negativePrompt }: PromptMemory) => {
    form.prompt.write({ prompt, negativePrompt })
    onClose()
    form.prompt.resume()
  }
  const forget = (ids: number[] | null) => work.run(() => client.call('prompts.forget', { ids }))
  const handleKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Delete' || !event.shiftKey || marked === '') return
    event.preventDefault()
    void forget([Number(marked)])
  }
  const footer = found !== null && found.length > 0 && (
    <>
      <span className="prompt-dialog-said">{work.problem ?? problem}</span>
      {isSure ? (
        <>
          <span>{messages.deleteAllQuestion}</span>
          <Button onClick={() => setSure(false)}>{messages.cancel}</Button>
          <Button variant="danger" onClick={() => void forget(null).then(() => setSure(false))}>
            {messages.deleteAll}
          </Button>
        </>
      ) : (
        <>
          <span className="prompt-history-key">
            {messages.deletePrompt} <Kbd binding="Shift+Delete" />
          </span>
          <Button variant="quiet" onClick={() => setSure(true)}>
            {messages.deleteAllButton}
          </Button>
        </>
      )}
    </>
  )
  return (
    <Dialog title={messages.promptHistory} isTitleHidden className="prompt-history" footer={footer} onClose={onClose}>
      <Cmdk
        label={messages.searchPrompts}
        loop
        shouldFilter={false}
        value={marked}
        onValueChange={setMarked}
        onKeyDown={handleKeyDown}
      >
        <Cmdk.Input data-autofocus placeholder={messages.searchPrompts} value={search} onValueChange={setSearch} />
        <Cmdk.List label={messages.promptHistory}>
          {found?.map((entry) => (
            <Cmdk.Item key={entry.id} value={String(entry.id)} onSelect={() => use(entry)}>
              <div>
                <p className="prompt-history-words">{entry.prompt}</p>
                {entry.negativePrompt !== '' && (
                  <p className="prompt-history-more">{messages.excluded({ text: entry.negativePrompt })}</p>
                )}
                <p className="prompt-history-more">
                  {formatDate(entry.atMs)}
                  {entry.uses > 1 && ` · ${messages.times({ count: entry.uses })}`}
                </p>
              </div>
              {/* For the pointer only: an option may contain no buttons. Shift+Delete does the same. */}
              <span
                className="prompt-history-forget"
                data-part="forget"
                title={messages.deletePrompt}
                aria-hidden="true"
                onClick={(event) => {
                  event.stopPropagation()
                  void forget([entry.id])
                }}
              >
                <X size={13} />
              </span>
            </Cmdk.Item>
          ))}
        </Cmdk.List>
        {!found?.length && <ListEmpty>{emptyMessage(found, search, problem)}</ListEmpty>}
      </Cmdk>
    </Dialog>
  )
}

function emptyMessage(found: readonly PromptMemory[] | null, search: string, problem: string | null): string {
  if (problem !== null) return problem
  if (found === null) return messages.searching
  return search.trim() === '' ? messages.noPromptsYet : messages.noMatchingPrompts
}

const quietMs = 120

/** Reloads whenever prompts are sent or deleted. */
function useFound(search: string) {
  const { client, describeError } = useServices()
  const [found, setFound] = useState<readonly PromptMemory[] | null>(null)
  const [problem, setProblem] = useState<string | null>(null)
  useEffect(() => {
    const abort = new AbortController()
    const load = () => {
      client
        .call('prompts.history', { query: search.trim().slice(0, 200), limit: 100 }, { signal: abort.signal })
        .then(setFound)
        .catch((error: unknown) => {
          if (!abort.signal.aborted) setProblem(describeError(error).text)
        })
    }
    const timer = setTimeout(load, quietMs)
    const stop = client.on('prompts.changed', ({ what }) => what === 'history' && load())
    return () => {
      clearTimeout(timer)
      stop()
      abort.abort()
    }
  }, [client, describeError, search])
  return { found, problem }
}
