import { arrowInReadingOrder } from '../../../lib/reading-order.ts'
import { Star } from 'lucide-react'
import type { KeyboardEvent } from 'react'
import * as messages from '../../../../shared/messages/en/gallery.ts'
import { formatRating } from './annotation-messages.ts'

interface StarsFieldProps {
  /** Undefined if the images differ. */
  readonly value: number | undefined
  readonly onChange: (rating: number) => void
}

const all = [1, 2, 3, 4, 5]

/** Five stars. Clicking the last lit star clears the rating; arrow keys and digits set it too. */
export function StarsField({ value, onChange }: StarsFieldProps) {
  const rating = value ?? 0
  const handleKeyDown = (event: KeyboardEvent) => {
    const nextRating = ratingOfKey(arrowInReadingOrder(event.key), rating)
    if (nextRating === null || event.ctrlKey || event.metaKey || event.altKey) return
    event.preventDefault()
    if (nextRating !== value) onChange(nextRating)
  }
  return (
    <div
      className="annotations-stars"
      role="slider"
      tabIndex={0}
      aria-label={messages.rating}
      aria-valuemin={0}
      aria-valuemax={5}
      aria-valuenow={rating}
      aria-valuetext={value === undefined ? messages.mixed : formatRating(value)}
      data-mixed={value === undefined}
      onKeyDown={handleKeyDown}
    >
      {all.map((star) => (
        <span
          key={star}
          className="annotations-star"
          data-on={star <= rating}
          title={formatRating(star)}
          onClick={() => onChange(star === value ? 0 : star)}
        >
          <Star size={16} aria-hidden="true" />
        </span>
      ))}
    </div>
  )
}

function ratingOfKey(key: string, rating: number): number | null {
  if (/^[0-5]$/.test(key)) return Number(key)
  if (key === 'ArrowRight' || key === 'ArrowUp') return Math.min(5, rating + 1)
  if (key === 'ArrowLeft' || key === 'ArrowDown') return Math.max(0, rating - 1)
  if (key === 'Home') return 0
  return key === 'End' ? 5 : null
}
