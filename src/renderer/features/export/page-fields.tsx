import { useEffect, useState } from 'react'
import type { AssetId } from '../../../shared/domain/ids.ts'
import * as messages from '../../../shared/messages/en/export.ts'
import { useServices } from '../../client/index.ts'
import type { SheetOptions, WebGalleryOptions } from '../../../shared/domain/export-pages.ts'
import { SegmentedControl } from '../../ui/fields/segmented-control.tsx'
import { SelectField } from '../../ui/fields/select-field.tsx'
import { SliderField } from '../../ui/fields/slider-field.tsx'
import { SwitchField } from '../../ui/fields/switch-field.tsx'
import { TextField } from '../../ui/fields/text-field.tsx'
import { TemplateField } from './template-field.tsx'

interface PageFieldsProps<T> {
  /** The image used for examples. */
  readonly first: AssetId | null
  readonly options: T
  readonly onChange: (patch: Partial<T>) => void
}

const kinds = [
  { value: 'pdf', label: messages.pdf },
  { value: 'png', label: messages.png },
] as const

const papers = [
  { value: 'a4', label: 'A4' },
  { value: 'a3', label: 'A3' },
  { value: 'letter', label: messages.letter },
]

/** Options of a contact sheet. */
export function SheetFields({ first, options, onChange }: PageFieldsProps<SheetOptions>) {
  return (
    <>
      <TextField
        label={messages.title}
        value={options.title}
        maxLength={200}
        placeholder={messages.none}
        onChange={(event) => onChange({ title: event.target.value })}
      />
      <SegmentedControl
        label={messages.format}
        options={kinds}
        value={options.kind}
        onChange={(kind) => onChange({ kind })}
      />
      <SliderField
        label={messages.columns}
        value={options.columns}
        min={1}
        max={20}
        onChange={(columns) => onChange({ columns })}
      />
      <SliderField
        label={messages.rows}
        value={options.rows}
        min={1}
        max={20}
        onChange={(rows) => onChange({ rows })}
      />
      <SelectField
        label={messages.page}
        options={papers}
        value={options.page}
        onChange={(page) => onChange({ page: page as SheetOptions['page'] })}
      />
      <SwitchField
        label={messages.landscape}
        isOn={options.isLandscape}
        onChange={(isLandscape) => onChange({ isLandscape })}
      />
      <CaptionField first={first} caption={options.caption} onChange={(caption) => onChange({ caption })} />
    </>
  )
}

/** Options of a web gallery: a folder with images and one page. */
export function GalleryFields({ first, options, onChange }: PageFieldsProps<WebGalleryOptions>) {
  return (
    <>
      <TextField
        label={messages.title}
        value={options.title}
        maxLength={200}
        problem={options.title.trim() === '' ? messages.galleryTitleHint : null}
        onChange={(event) => onChange({ title: event.target.value })}
      />
      <SliderField
        label={messages.longestSide}
        value={options.longestSidePx}
        min={200}
        max={8_000}
        step={100}
        unit="px"
        onChange={(longestSidePx) => onChange({ longestSidePx })}
      />
      <CaptionField first={first} caption={options.caption} onChange={(caption) => onChange({ caption })} />
      <p className="export-hint">{messages.webGalleryHint}</p>
    </>
  )
}

interface CaptionFieldProps {
  readonly first: AssetId | null
  readonly caption: string
  readonly onChange: (caption: string) => void
}

function CaptionField({ first, caption, onChange }: CaptionFieldProps) {
  const example = useCaption(first, caption)
  return (
    <TemplateField
      label={messages.caption}
      template={caption}
      mayBeEmpty
      problem={null}
      example={example === '' ? null : example}
      onChange={onChange}
    />
  )
}

/** Debounces typing. */
const exampleDelayMs = 120

/** Returns the first image's caption; empty if there is none or until known. */
function useCaption(id: AssetId | null, template: string): string {
  const { client } = useServices()
  const [caption, setCaption] = useState('')
  useEffect(() => {
    if (id === null) return undefined
    const abort = new AbortController()
    const reload = () =>
      client.call('exports.caption', { id, template }, { signal: abort.signal }).then(
        (found) => setCaption(found.caption),
        () => setCaption(''),
      )
    const timer = setTimeout(() => void reload(), exampleDelayMs)
    return () => {
      clearTimeout(timer)
      abort.abort()
    }
  }, [client, id, template])
  return caption
}
