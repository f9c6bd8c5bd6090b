import { SimpleGrid, Stack } from '@mantine/core';
import { useQuery } from '@tanstack/react-query';
import { useNavigate, useRouteContext, useRouter, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { equipmentQuery } from '@/api/queries';
import { ErrorPanel } from '@/components/page/ErrorPanel';
import { Page } from '@/components/page/Page';
import { atLeast } from '@/components/roles';
import { Beginnings } from './asking/beginnings/Beginnings';
import { NoManuals } from './asking/beginnings/NoManuals';
import { EquipmentPicker } from './asking/limits/EquipmentPicker';
import { Limits } from './asking/limits/Limits';
import { ManualLimit } from './asking/limits/ManualLimit';
import { machinesOf } from './asking/limits/machines';
import { QuestionForm } from './asking/QuestionForm';
import { limited, rememberEquipment, rememberLimit, useDraft } from './asking/remembered';
import { StreamArticle } from './asking/streaming/StreamArticle';
import type { Question } from './asking/streaming/stream';
import { useAsking } from './asking/streaming/useAsking';
import { Beside } from './citations/Beside';

/** A new question. Its answer begins a conversation, and is shown there as soon as it is whole. */
export default function AskPage() {
  const { t } = useTranslation('ask');
  const { me } = useRouteContext({ from: '/inside' });
  const search = useSearch({ from: '/inside/ask' });
  const navigate = useNavigate();
  const router = useRouter();
  const [text, setText] = useDraft(me.user_id, search.question);
  const [equipment, setEquipment] = useState(search.equipment ?? '');
  const [collections, setCollections] = useState<string[]>([]);
  const [documents, setDocuments] = useState(search.document ? [search.document] : []);
  const [cited, setCited] = useState<number | null>(null);
  const machines = useQuery({ ...equipmentQuery, select: machinesOf });
  const { stream, ask, stop } = useAsking(me.user_id, ({ conversation_id, exchange_id }, question) => {
    setText('');
    rememberLimit(conversation_id, question);
    void navigate({
      to: '/conversations/$conversationId',
      params: { conversationId: conversation_id },
      search: { exchange: exchange_id, citation: cited ?? undefined },
      replace: true,
    });
  });
  const begin = (question: Question) => {
    setCited(null);
    if (question.equipment) rememberEquipment(me.user_id, question.equipment);
    void router.loadRouteChunk(router.routesById['/inside/conversations/$conversationId']);
    void ask(question);
  };
  const asked = (question: string, about = equipment) =>
    begin({ question, equipment: about, ...limited({ collections, documents }) });
  const pick = (question: string, about: string) => {
    setText(question);
    setEquipment(about);
    asked(question, about);
  };
  if (machines.data?.length === 0) {
    return (
      <Page title={t('title')}>
        <NoManuals expert={atLeast(me.role, 'expert')} collections={me.collections} />
      </Page>
    );
  }
  const open = { citations: stream.shown.citations, onChoose: setCited, onClose: () => setCited(null) };
  return (
    <Page title={t('title')} wide>
      <Beside open={cited === null ? null : { ...open, number: cited }}>
        <Stack gap="lg">
          <QuestionForm
            label={t('question')}
            placeholder={t('placeholder')}
            text={text}
            onText={setText}
            asking={stream.phase === 'asking'}
            onAsk={asked}
          >
            <SimpleGrid cols={{ base: 1, sm: 2 }} spacing="sm">
              <EquipmentPicker user={me.user_id} value={equipment} onChange={setEquipment} />
              <ManualLimit value={documents} onChange={setDocuments} />
              <Limits collections={me.collections} value={collections} onChange={setCollections} />
            </SimpleGrid>
          </QuestionForm>
          {machines.error && <ErrorPanel error={machines.error} onRetry={() => void machines.refetch()} />}
          <StreamArticle stream={stream} chosen={cited} onChoose={setCited} onStop={stop} onAsk={begin} />
          {stream.phase === 'idle' && <Beginnings machines={machines.data} onPick={pick} />}
        </Stack>
      </Beside>
    </Page>
  );
}
