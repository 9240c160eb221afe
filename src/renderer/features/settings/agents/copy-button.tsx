import { Check, Copy } from 'lucide-react'
import { useEffect, useState } from 'react'
import * as messages from '../../../../shared/messages/en/agents.ts'
import { Button } from '../../../ui/button.tsx'

const shownMs = 2_000

interface CopyButtonProps {
  readonly label: string
  readonly isDisabled?: boolean
  /** Returns whether it was copied. */
  readonly onCopy: () => Promise<boolean>
}

/** Copies, and says so for a moment. */
export function CopyButton({ label, isDisabled = false, onCopy }: CopyButtonProps) {
  const [isCopied, setIsCopied] = useState(false)
  useEffect(() => {
    if (!isCopied) return
    const timer = setTimeout(() => setIsCopied(false), shownMs)
    return () => clearTimeout(timer)
  }, [isCopied])
  const Icon = isCopied ? Check : Copy
  return (
    <>
      <Button
        size="small"
        icon={<Icon size={15} aria-hidden="true" />}
        disabled={isDisabled}
        onClick={() => void onCopy().then(setIsCopied)}
      >
        {isCopied ? messages.copied : label}
      </Button>
      <span className="visually-hidden" role="status">
        {isCopied && messages.copied}
      </span>
    </>
  )
}
