import { Component, type ErrorInfo, type ReactNode } from 'react'
import { toErrorData } from '../../shared/errors/index.ts'
import { copyText } from '../lib/copy-text.ts'
import { Button } from '../ui/button.tsx'
import { EmptyState } from '../ui/empty-state.tsx'

interface ErrorBoundaryProps {
  readonly onError: (error: unknown, stack: string) => void
  readonly children: ReactNode
}

interface ErrorBoundaryState {
  readonly details: string | null
}

/** What was painted is on disk and comes back with the reload, so nothing is lost but the view. */
export class ErrorBoundary extends Component<ErrorBoundaryProps, ErrorBoundaryState> {
  override state: ErrorBoundaryState = { details: null }

  static getDerivedStateFromError(error: unknown): ErrorBoundaryState {
    return { details: describe(error) }
  }

  override componentDidCatch(error: unknown, info: ErrorInfo): void {
    this.props.onError(error, `${describe(error)}\n${info.componentStack ?? ''}`)
  }

  override render(): ReactNode {
    const { details } = this.state
    return details === null ? this.props.children : <BrokenWindow details={details} />
  }
}

export function BrokenWindow({ details }: { readonly details: string }) {
  return (
    <main className="broken-window" role="alert">
      <EmptyState
        icon={null}
        title="The window stopped working"
        text="Your images, results and what you painted are on disk. Reload to go on where you were."
      >
        <Button look="primary" autoFocus onClick={() => window.location.reload()}>
          Reload
        </Button>
        <Button onClick={() => copyText(details)}>Copy details</Button>
      </EmptyState>
    </main>
  )
}

function describe(error: unknown): string {
  const { code, message } = toErrorData(error)
  return `${code}: ${message}\n${error instanceof Error ? (error.stack ?? '') : ''}`
}
