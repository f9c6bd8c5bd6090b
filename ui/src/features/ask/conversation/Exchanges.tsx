import type { Question } from '../asking/streaming/stream';
import { ExchangeArticle } from './ExchangeArticle';
import type { AnyExchange } from './queries';

interface ExchangesProps {
  /** The oldest first. */
  exchanges: AnyExchange[];
  /** What the page is called already: a question that reads the same is not shown twice. */
  title?: string;
  /** The answer beside which a page is open, and the citation that it is of. */
  chosen: string | undefined;
  citation: number | null;
  onChoose(exchangeId: string, citation: number): void;
  onAsk(question: Question): void;
  reader: { expert: boolean; userId: string };
}

export function Exchanges({ exchanges, title, chosen, citation, ...rest }: ExchangesProps) {
  return exchanges.map((exchange, index) => (
    <ExchangeArticle
      key={exchange.id}
      exchange={exchange}
      headed={index === 0 && exchange.query === title}
      chosen={exchange.id === chosen ? citation : null}
      {...rest}
    />
  ));
}
