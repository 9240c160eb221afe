import { Plus, X } from 'lucide-react'
import { useMemo } from 'react'
import { formatNumber } from '../../../lib/format.ts'
import type { CommonAnnotations } from './common-annotations.ts'
import { TagInput } from './tag-input.tsx'

interface TagsFieldProps {
  readonly tags: CommonAnnotations['tags']
  /** Of how many pictures. */
  readonly count: number
  readonly isFocused?: boolean | undefined
  readonly onAdd: (tags: readonly string[]) => void
  readonly onRemove: (tag: string) => void
}

/** Tags as chips. What only some of several pictures have is dashed, says how many, and can be given to the others too. */
export function TagsField({ tags, count, isFocused, onAdd, onRemove }: TagsFieldProps) {
  const onAll = useMemo(() => tags.filter((tag) => tag.count === count).map(({ name }) => name), [tags, count])
  return (
    <div className="marks-tags" role="group" aria-label="Tags">
      {tags.map((tag) => (
        <span key={tag.name} className="marks-tag" data-partial={tag.count < count}>
          <span className="marks-tag-name" title={tag.name}>
            {tag.name}
          </span>
          {tag.count < count && (
            <button
              type="button"
              aria-label={`Tag all with ${tag.name}, now ${tag.count} of ${count}`}
              title="Give it to the others too"
              onClick={() => onAdd([tag.name])}
            >
              {formatNumber(tag.count)}
              <Plus size={11} aria-hidden="true" />
            </button>
          )}
          <button type="button" aria-label={`Take off ${tag.name}`} onClick={() => onRemove(tag.name)}>
            <X size={12} aria-hidden="true" />
          </button>
        </span>
      ))}
      <TagInput without={onAll} isFocused={isFocused} onAdd={onAdd} />
    </div>
  )
}
