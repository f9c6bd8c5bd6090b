import { List, Stack, Text, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { Exchange } from '../conversation/queries';
import { Context } from './Context';
import { Costs } from './Costs';
import { Dropped } from './Dropped';
import { Lanes } from './Lanes';
import { Timings } from './Timings';
import { Tree } from './Tree';
import { known, type Trace } from './trace';

/** How an answer came about: everything that was recorded, what is known in tables, the rest as it is. */
export default function WhyPanel({ exchange }: { exchange: Exchange }) {
  const { t } = useTranslation('ask');
  const { response, release } = exchange;
  const trace: Trace = response.trace ?? {};
  const { understood, hits, pages, context, evidence, dropped, generator, prompts, model, rest } = known(trace);
  return (
    <Stack gap="lg">
      <Part title={t('why.understood')}>
        <Tree value={understood} />
      </Part>
      <Part title={t('why.hits')} help={t('why.hitsHelp')}>
        <Lanes hits={hits} />
      </Part>
      <Part title={t('why.context')} help={t('why.contextHelp')}>
        {context.length ? <Context lines={context} /> : <Tree value={pages} />}
      </Part>
      <Part title={t('why.dropped')}>
        <Dropped dropped={dropped} />
      </Part>
      <Part title={t('why.generation')}>
        <Tree value={{ [t('why.generator')]: generator, [t('why.prompts')]: prompts, [t('why.evidence')]: evidence }} />
      </Part>
      {model && (
        <Part title={t('why.model')}>
          <Tree value={model} />
        </Part>
      )}
      <Part title={t('why.tokens')}>
        <Costs usage={response.usage} />
      </Part>
      <Part title={t('why.timings')}>
        <Timings timings={response.timings_ms} />
      </Part>
      {Object.keys(rest).length > 0 && (
        <Part title={t('why.rest')}>
          <Tree value={rest} />
        </Part>
      )}
      <Part title={t('why.record')}>
        <List size="sm" listStyleType="none">
          {[exchange.id, release, response.config_hash, response.trace_id].filter(Boolean).map((id) => (
            <List.Item key={id} style={{ overflowWrap: 'anywhere' }}>
              <code>{id}</code>
            </List.Item>
          ))}
        </List>
      </Part>
    </Stack>
  );
}

function Part({ title, help, children }: { title: string; help?: string; children: ReactNode }) {
  return (
    <section>
      <Title order={3} size="h5" mb={4}>
        {title}
      </Title>
      {help && (
        <Text size="sm" c="dimmed" mb={4}>
          {help}
        </Text>
      )}
      {children}
    </section>
  );
}
