import type { CSSProperties } from 'react'
import { classNames } from '../lib/class-names.ts'
import './progress-bar.css'

interface ProgressBarProps {
  readonly label: string
  /** 0 to 1; null while there is no measurable progress yet. */
  readonly value: number | null
  readonly className?: string | undefined
}

export function ProgressBar({ label, value, className }: ProgressBarProps) {
  const percent = value === null ? undefined : Math.round(value * 100)
  return (
    <div
      role="progressbar"
      aria-label={label}
      aria-valuemin={0}
      aria-valuemax={100}
      aria-valuenow={percent}
      className={classNames('progress-bar', value === null && 'progress-bar-waiting', className)}
      style={{ '--share': `${percent ?? 30}%` } as CSSProperties}
    />
  )
}
