import { useEffect, useState } from 'react'

interface AnnouncementProps {
  readonly text: string
  /** For texts that may change quickly: only one that stays for so long is announced. */
  readonly restMs?: number | undefined
}

/**
 * A text for screen readers, announced politely once it changes: a live region that appears with its text in it is not
 * announced everywhere.
 */
export function Announcement({ text, restMs = 0 }: AnnouncementProps) {
  const [announced, setAnnounced] = useState('')
  useEffect(() => {
    const timer = setTimeout(() => setAnnounced(text), restMs)
    return () => clearTimeout(timer)
  }, [text, restMs])
  return (
    <p className="visually-hidden" role="status">
      {announced}
    </p>
  )
}
