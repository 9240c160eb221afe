import { FileDown, FileUp, Plus } from 'lucide-react'
import { useMemo, useState } from 'react'
import type { Style } from '../../../../shared/domain/prompts.ts'
import * as messages from '../../../../shared/messages/en/prompt-tools.ts'
import { styleGroups, styleNames } from '../../../../shared/messages/en/style-names.ts'
import { useServices, useWork } from '../../../client/index.ts'
import { Button } from '../../../ui/button.tsx'
import { Dialog } from '../../../ui/dialog.tsx'
import { usePrompts } from '../form/use-generate.ts'
import { useStudio, useStudioState } from '../studio-context.ts'
import { type ToolDialogProps, usePromptCollection } from './prompt-dialog-hooks.ts'
import { StyleEditor } from './style-editor.tsx'
import { StyleTile } from './style-tile.tsx'

/** All styles that can be applied to the prompt: built-in ones and the user's own. */
export function StyleDialog({ onClose }: ToolDialogProps) {
  const { items: all, problem } = usePromptCollection('styles')
  const items = useMemo(() => all?.map(inLanguage) ?? null, [all])
  const [search, setSearch] = useState('')
  const [shown, setShown] = useState<Style | null>(null)
  const [edited, setEdited] = useState<Style | null>(null)
  const { chosen, toggle, clear } = useChosen()
  const groups = useMemo(() => groupsOf(items ?? [], search), [items, search])
  const files = useFiles()
  const draft = useDraft()
  if (edited !== null) {
    const isNew = items?.every(({ id }) => id !== edited.id) ?? true
    return <StyleEditor style={edited} isNew={isNew} onBack={() => setEdited(null)} onClose={onClose} />
  }
  const footer = (
    <>
      <span className="prompt-dialog-said" role="status">
        {files.said ?? (chosen.length > 0 ? messages.stylesSelected({ count: chosen.length }) : '')}
      </span>
      {chosen.length > 0 && (
        <Button variant="quiet" onClick={clear}>
          {messages.clearSelection}
        </Button>
      )}
      <Button variant="primary" onClick={onClose}>
        {messages.done}
      </Button>
    </>
  )
  return (
    <Dialog title={messages.styles} className="style-dialog" footer={footer} onClose={onClose}>
      <div className="style-dialog-head">
        <input
          type="search"
          data-autofocus
          aria-label={messages.searchStyles}
          placeholder={messages.searchStyles}
          value={search}
          onChange={({ target }) => setSearch(target.value)}
        />
        <Button size="small" icon={<Plus size={13} />} onClick={() => setEdited(draft)}>
          {messages.savePromptAsStyle}
        </Button>
        <Button size="small" variant="quiet" icon={<FileDown size={13} />} disabled={files.isBusy} onClick={files.add}>
          {messages.importLabel}
        </Button>
        <Button size="small" variant="quiet" icon={<FileUp size={13} />} disabled={files.isBusy} onClick={files.save}>
          {messages.exportLabel}
        </Button>
      </div>
      <div className="style-dialog-body">
        {problem !== null && <p className="prompt-dialog-problem">{problem}</p>}
        {items !== null && groups.length === 0 && <p className="prompt-hint">{messages.noMatchingStyles}</p>}
        {groups.map(([group, styles]) => (
          <section key={group} aria-label={group}>
            <h3>{group}</h3>
            <div className="style-grid">
              {styles.map((style) => (
                <StyleTile
                  key={style.id}
                  style={style}
                  index={chosen.indexOf(style.id)}
                  onShow={setShown}
                  onToggle={() => toggle(style.id)}
                  onEdit={() => setEdited(style)}
                />
              ))}
            </div>
          </section>
        ))}
      </div>
      <StylePreview style={shown ?? items?.find(({ id }) => id === chosen.at(-1)) ?? null} />
    </Dialog>
  )
}

/** A preview of a style's text. */
function StylePreview({ style }: { readonly style: Style | null }) {
  return (
    <div className="style-words" aria-hidden="true">
      {style === null ? (
        <p>{messages.stylePreviewHint}</p>
      ) : (
        <>
          <p>
            <strong>{style.name}</strong> {style.prompt.replaceAll('{prompt}', '…')}
          </p>
          {style.negativePrompt !== '' && <p>{messages.excluded({ text: style.negativePrompt })}</p>}
        </>
      )}
    </div>
  )
}

/** Names of the user's own styles are theirs. */
function inLanguage(style: Style): Style {
  if (style.isOwn) return style
  return { ...style, name: styleNames[style.id] ?? style.name, group: styleGroups[style.group] ?? style.group }
}

function groupsOf(styles: readonly Style[], search: string): readonly (readonly [string, readonly Style[]])[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  const found = styles.filter(({ name, group, prompt }) => {
    const text = `${name} ${group} ${prompt}`.toLowerCase()
    return words.every((word) => text.includes(word))
  })
  const groups = new Map<string, Style[]>()
  // The user's own first: they were made to be used.
  for (const style of [...found.filter(({ isOwn }) => isOwn), ...found.filter(({ isOwn }) => !isOwn)]) {
    groups.set(style.group, [...(groups.get(style.group) ?? []), style])
  }
  return [...groups]
}

function useChosen() {
  const { store } = useStudio()
  const chosen = useStudioState((state) => state.form.styleIds)
  const setStyles = (styleIds: readonly string[]) => store.setState(({ form }) => ({ form: { ...form, styleIds } }))
  return {
    chosen,
    clear: () => setStyles([]),
    toggle: (id: string) => setStyles(chosen.includes(id) ? chosen.filter((each) => each !== id) : [...chosen, id]),
  }
}

/** A new style with the form's prompts. */
function useDraft(): Style {
  const { prompt, negativePrompt } = usePrompts()
  const draftPrompt = prompt.trim().slice(0, 3_900)
  return {
    id: `own-${crypto.randomUUID()}`,
    name: '',
    group: messages.myStyles,
    prompt: draftPrompt === '' || draftPrompt.includes('{prompt}') ? draftPrompt : `{prompt}, ${draftPrompt}`,
    negativePrompt: negativePrompt.trim().slice(0, 4_000),
    shown: { as: 'icon', icon: 'sparkles' },
    isOwn: true,
  }
}

/** Import and export of style files, with a message about the outcome. */
function useFiles() {
  const { client } = useServices()
  const work = useWork()
  const [status, setStatus] = useState<string | null>(null)
  const add = async () => {
    const report = await client.call('prompts.importStyles', {})
    if (report === null) return
    const { added, skipped } = report
    setStatus(
      skipped === 0
        ? messages.stylesAdded({ count: added })
        : messages.stylesAddedAndSkipped({ count: added, skipped }),
    )
  }
  const save = async () => {
    const written = await client.call('prompts.exportStyles', {})
    if (written !== null) setStatus(messages.stylesExported)
  }
  return {
    isBusy: work.isBusy,
    said: work.problem ?? status,
    add: () => void work.run(add),
    save: () => void work.run(save),
  }
}
